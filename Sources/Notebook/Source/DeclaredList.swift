/// A list that a chapter declares in Swift, and that its readers see as a table in the section of a fixed title.
///
/// The declaration may stand in the section's own code or in another file of the chapter.
package enum DeclaredList: String, CaseIterable, Sendable {
  case mistakes, notation, errata

  /// The title of the section that shows it.
  package var sectionTitle: String {
    switch self {
    case .mistakes: "Mistakes people make here"
    case .notation: "Notation"
    case .errata: "Where the notes differ"
    }
  }

  /// The list that a section shows, if it shows one.
  package init?(shownIn section: SourceSection) {
    guard let list = Self.allCases.first(where: { $0.sectionTitle == section.title }) else { return nil }
    self = list
  }

  /// The list that a piece of code declares and nothing besides; the program itself declares more.
  package init?(declaredBy code: String) {
    guard !code.contains("@main"),
      let list = Self.allCases.first(where: { code.contains("static let \($0.rawValue) = [") })
    else { return nil }
    self = list
  }
}

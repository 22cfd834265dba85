/// A numbered place of the notes, in their order, and what it is about.
struct NotesPlace {
  let label: String
  let subject: String

  /// The anchor of a number's line in the contents: "equation-16", "definition-1".
  static func anchor(_ label: String) -> String {
    label.first?.isNumber == true ? "equation-\(MarkdownText.anchor(label))" : MarkdownText.anchor(label)
  }

  /// Every number of the notes: the equations, the definition and the figure.
  static let all: [NotesPlace] = [
    NotesPlace(label: "1", subject: "the marginal likelihood as an average over the prior"),
    NotesPlace(label: "2", subject: "maximum likelihood by such averages"),
    NotesPlace(label: "3", subject: "the log-likelihood taken apart"),
    NotesPlace(label: "4", subject: "the evidence lower bound and its gap"),
    NotesPlace(label: "Definition 1", subject: "what a lower bound is"),
    NotesPlace(label: "5", subject: "that it is below, and where it touches"),
    NotesPlace(label: "6", subject: "the bound of a data set"),
    NotesPlace(label: "7", subject: "the bound with an encoder"),
    NotesPlace(label: "8", subject: "encoder, prior and decoder"),
    NotesPlace(label: "9", subject: "the divergence as two integrals"),
    NotesPlace(label: "10", subject: "the densities"),
    NotesPlace(label: "11", subject: "the second integral opened"),
    NotesPlace(label: "12", subject: "the second integral in terms of J"),
    NotesPlace(label: "13", subject: "one summand of J"),
    NotesPlace(label: "14", subject: "J and the second integral"),
    NotesPlace(label: "15", subject: "the first integral"),
    NotesPlace(label: "16", subject: "the divergence in closed form"),
    NotesPlace(label: "17", subject: "the gradient of the bound"),
    NotesPlace(label: "18", subject: "the gradient from a minibatch"),
    NotesPlace(label: "19", subject: "the reparameterized expectation"),
    NotesPlace(label: "20", subject: "the doubly stochastic gradient"),
    NotesPlace(label: "Figure 1", subject: "the model as a diagram"),
  ]
}

import Testing

@testable import Weaving

@Suite("Pictures in fewer bytes")
struct CompactSVGTests {
  private func picture(_ paths: [String]) -> String { "<svg><g stroke='none'>\(paths.joined())</g></svg>" }

  @Test("a stroke that many paths in a row share stands on a group around them; a few keep their own")
  func strokes() {
    let path = "<path fill='#abc' stroke='#fff' d='M0,0 L1,1'/>"
    let other = "<path fill='#abc' stroke='#000' d='M0,0 L1,1'/>"
    let (compact, bare) = ("<path fill='#abc' stroke='#fff' d='M0 0l1 1'/>", "<path fill='#abc' d='M0 0l1 1'/>")
    #expect(CompactSVG.of(picture([path, path, path])) == picture([compact, compact, compact]))
    let shared = picture(["<g stroke='#fff'>", bare, bare, bare, bare, "</g>", compact.replacing("fff", with: "000")])
    #expect(CompactSVG.of(picture([path, path, path, path, other])) == shared)
  }

  @Test("a polygon is a path in steps, and takes the border that follows it")
  func polygons() {
    let fill = "<g><polygon fill='rgb(255,0,0)' points='0,0 1,0 1,1'/></g>"
    let border = "<path stroke='black' d='M0,0 L1,0 L1,1 L0,0'/>"
    let text = "<svg><g a='1'>\(fill)</g><g a='1'>\(border)</g></svg>"
    #expect(CompactSVG.of(text) == "<svg><g a='1'><path fill='#f00' stroke='black' d='M0 0l1 0 0 1z'/></g></svg>")
  }
}

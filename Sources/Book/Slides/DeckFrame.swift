import Foundation

/// The frame of all decks: the styles, the list of keys, the script.
struct DeckFrame {
  private let styles: String
  private let script: String

  init() throws {
    styles = try Resource.texts("mathematics.css", "colours.css", "instruments.css", "slides.css")
    script = try Resource.texts("slides.js", "presenter.js", "instruments.js")
  }

  /// A whole deck.
  func deck(_ title: String, content: String) -> String {
    document(
      title,
      """
      <body>
      <main id="deck">
      \(content)
      </main>
      \(Self.tools)
      <script>
      \(script)</script>
      </body>
      """)
  }

  /// The page that lists the decks.
  func list(_ items: String) -> String {
    document(
      "Slides",
      """
      <body class="list">
      <main>
      <h1>Lower Bound</h1>
      <p class="lead">The variational autoencoder, derived, executed and checked: the slides.</p>
      <ol class="cards">
      \(items)
      </ol>
      <p>In a deck, <kbd>?</kbd> lists the keys. Printing a deck gives one slide a page.</p>
      </main>
      </body>
      """)
  }

  private func document(_ title: String, _ body: String) -> String {
    HTMLDocument.text(
      title: title, head: "<link rel=\"icon\" href=\"data:,\">\n<style>\n\(styles)</style>", body: body)
  }

  private static let tools = """
    <div id="progress" role="presentation"></div>
    <nav id="tools" aria-label="Slides" hidden>
    <button type="button" data-key="ArrowLeft" aria-label="The slide before">←</button>
    <button type="button" data-key="ArrowRight" aria-label="The next slide">→</button>
    <button type="button" data-key="o" aria-label="All slides">▦</button>
    <button type="button" data-key="d" aria-label="Dark or light">◐</button>
    <button type="button" data-key="f" aria-label="Full screen">⛶</button>
    <button type="button" data-key="?" aria-label="Keys">?</button>
    </nav>
    <dialog id="help" aria-label="Keys">
    <form method="dialog"><h2>Keys</h2><button type="submit" aria-label="Close">Esc</button></form>
    <dl>
    <dt><kbd>→</kbd> <kbd>space</kbd></dt><dd>the next slide</dd>
    <dt><kbd>←</kbd></dt><dd>the slide before</dd>
    <dt><kbd>↓</kbd> <kbd>↑</kbd></dt><dd>down to the details of the section, back up to the lecture</dd>
    <dt><kbd>]</kbd> <kbd>[</kbd></dt><dd>the next section, the section before</dd>
    <dt><kbd>s</kbd></dt><dd>the speaker's window: notes, the next slide, the time</dd>
    <dt><kbd>Home</kbd> <kbd>End</kbd></dt><dd>the first slide, the last</dd>
    <dt><kbd>1</kbd>…<kbd>9</kbd> <kbd>Enter</kbd></dt><dd>the slide of that number</dd>
    <dt><kbd>o</kbd></dt><dd>all slides at once</dd>
    <dt><kbd>f</kbd></dt><dd>full screen</dd>
    <dt><kbd>d</kbd></dt><dd>dark or light</dd>
    <dt><kbd>b</kbd></dt><dd>an empty screen</dd>
    <dt><kbd>h</kbd></dt><dd>all decks</dd>
    <dt><kbd>?</kbd></dt><dd>this list</dd>
    </dl>
    </dialog>
    """
}

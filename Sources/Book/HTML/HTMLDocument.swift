/// A whole HTML document: the head that all pages share, and a page's own head and body.
enum HTMLDocument {
  static func text(title: String, head: String, body: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(title.escapedHTML) · Lower Bound</title>
    \(head)
    <script>try { const t = localStorage.getItem("theme"); if (t) document.documentElement.dataset.theme = t } catch {}</script>
    </head>
    \(body)
    </html>

    """
  }
}

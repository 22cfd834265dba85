@main struct Chapter1 { static func main() {} }

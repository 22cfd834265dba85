@main struct Chapter2 { static func main() {} }

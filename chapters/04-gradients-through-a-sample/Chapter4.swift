@main struct Chapter4 { static func main() {} }

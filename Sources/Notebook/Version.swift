/// The version of Lower Bound, as `--version` prints it and CHANGELOG.md lists it.
public let lowerBoundVersion = "0.9.0"

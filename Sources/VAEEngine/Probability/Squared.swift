extension Double {
  /// x², as the equations write it.
  @inline(__always) package var squared: Double { self * self }
}

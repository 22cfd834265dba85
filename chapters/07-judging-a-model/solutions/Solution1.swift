/// One weight w outweighs all others: the mean is w/K, and the standard error of the mean is w/K as well.
enum Solution1 {
  @Sendable static func largestError() throws -> Double { 1 }
}

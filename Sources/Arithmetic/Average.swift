/// Returns the mean of numbers, or NaN if there are none.
public func average(_ values: some Collection<Double>) -> Double { values.reduce(0, +) / Double(values.count) }

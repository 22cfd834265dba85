/// Returns eˣ. (Written out in the next commit.)
public func exp(_ x: Double) -> Double { x }

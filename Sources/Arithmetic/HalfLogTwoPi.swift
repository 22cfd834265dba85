/// ½ log 2π: the standard normal density is exp(−½z² − ½ log 2π).
public let halfLogTwoPi = 0x1.d67f1c864beb5p-1

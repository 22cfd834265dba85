/// ½ log 2π: the standard normal density is exp(−½z² − ½ log 2π).
public let halfLogTwoPi = 0.918938533204672741780329736406

import Foundation
import Plotting

/// One realistic figure for each kind of layer; every one is drawn by the tests.
enum Gallery {
  static let figures: [Figure] = [
    convergence, fan, histogram, bars, errorBars, heatMap, diverging, surface, images, clusters, panels,
  ]

  /// Two hundred steps of pseudorandom numbers in (0, 1), the same every time.
  static func noise(_ count: Int, seed: UInt64 = 1) -> [Double] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (Double(state >> 11) + 0.5) / Double(UInt64(1) << 53)
    }
  }

  static func normals(_ count: Int, seed: UInt64 = 1) -> [Double] {
    let uniform = noise(2 * count, seed: seed)
    return (0..<count).map { sqrt(-2 * log(uniform[2 * $0])) * cos(2 * .pi * uniform[2 * $0 + 1]) }
  }

  static func grid(_ low: Double, _ high: Double, _ count: Int) -> [Double] {
    (0..<count).map { low + (high - low) * Double($0) / Double(count - 1) }
  }

  static let convergence: Figure = {
    let counts = grid(1, 6, 60).map { pow(10, $0) }
    let error = normals(60)
    let exact = 3.63665
    let deviations = counts.map { 2.4683 / $0.squareRoot() }
    let estimates = counts.indices.map { Point(counts[$0], exact + 0.8 * deviations[$0] * error[$0]) }
    return Figure(
      slug: "ch03-sampled-divergence", title: "The sampled divergence closes on the formula",
      caption: "Means of m log-ratios, within five standard errors of the closed form.",
      xAxis: Axis("samples m", scale: .logarithmic), yAxis: Axis("KL(q ‖ p), nats"),
      layers: [
        .band(
          x: counts, lower: deviations.map { exact - 2 * $0 }, upper: deviations.map { exact + 2 * $0 },
          label: "± 2 standard errors"),
        .line(estimates, label: "sampled divergence"),
        .horizontalLine(exact, label: "closed form, eq. (16)"),
      ])
  }()

  static let fan: Figure = {
    let counts = grid(1, 5, 50).map { pow(10, $0) }
    let runs = (0..<30).map { run -> Layer in
      let steps = normals(50, seed: UInt64(run + 7))
      return .line(
        counts.indices.map { Point(counts[$0], 0.1465 * exp(0.9 * steps[$0] / counts[$0].squareRoot())) },
        label: run == 0 ? "30 runs" : nil, style: .faint)
    }
    return Figure(
      slug: "ch01-fan", title: "Estimates of the marginal likelihood", caption: "The fan narrows as m^(−½).",
      xAxis: Axis("samples m", scale: .logarithmic), yAxis: Axis("estimate of p(x)", scale: .logarithmic),
      layers: runs + [
        .line(counts.map { Point($0, 0.1465 * exp(2 / $0.squareRoot())) }, label: "m^(−½) band", color: .vermilion),
        .line(counts.map { Point($0, 0.1465 * exp(-2 / $0.squareRoot())) }, color: .vermilion),
        .horizontalLine(0.1465, label: "exact p(x)"),
      ])
  }()

  static let histogram: Figure = {
    let edges = grid(-8, 14, 45)
    let density: (Double, Double, Double) -> Double = { x, mean, deviation in
      exp(-(x - mean) * (x - mean) / (2 * deviation * deviation)) / (deviation * 2.5066)
    }
    let centres = (0..<44).map { (edges[$0] + edges[$0 + 1]) / 2 }
    return Figure(
      slug: "ch04-gradients", title: "One-sample gradients", caption: "Pathwise and score-function estimators.",
      xAxis: Axis("∂/∂μ of one sample"), yAxis: Axis("density"),
      layers: [
        .histogram(edges: edges, heights: centres.map { density($0, 8, 0.9) }, label: "pathwise"),
        .histogram(edges: edges, heights: centres.map { density($0, 3, 3.5) }, label: "score function"),
        .verticalLine(8, label: "exact gradient 2(μ − k)"),
      ])
  }()

  static let bars = Figure(
    slug: "ch02-bound-and-gap", title: "The bound and the divergence add up to log p(x)",
    caption: "For three q, the bar ends at the same height.",
    xAxis: .unlabelled, yAxis: Axis("nats"),
    layers: [
      .bars(
        categories: ["q = N(0, 1)\nthe prior", "q = N(0.3, 0.2)", "q = N(⅔, ⅑)\nthe posterior"],
        segments: [
          BarSegment("evidence lower bound", [-6.822, -2.632, -1.921]),
          BarSegment("KL(q ‖ posterior)", [4.901, 0.711, 0]),
        ], baseline: -8),
      .horizontalLine(-1.921, label: "log p(x) = −1.921"),
    ])

  static let errorBars = Figure(
    slug: "ch01-effective-sample-size", title: "Effective sample size of the prior",
    caption: "It collapses with the latent dimension.",
    xAxis: Axis("latent dimension"), yAxis: Axis("effective sample size, of 10⁵", scale: .logarithmic),
    layers: [
      .errorBars(
        [
          UncertainPoint(2, 4200, error: 900), UncertainPoint(5, 310, error: 80), UncertainPoint(10, 21, error: 7),
          UncertainPoint(20, 2.6, error: 0.9),
        ], label: "median of 50 digits ± quartile"),
      .line([Point(2, 4000), Point(5, 380), Point(10, 18), Point(20, 2.2)], label: "second-order prediction"),
      .horizontalLine(1, label: "one sample does all the work"),
    ])

  static let heatMap: Figure = {
    let means = grid(-2, 2, 61)
    let deviations = grid(0.1, 2.5, 61)
    let divergence: (Double, Double) -> Double = { mean, deviation in
      0.5 * (mean * mean + deviation * deviation - 2 * log(deviation) - 1)
    }
    return Figure(
      slug: "ch03-contours", title: "KL(N(μ, σ²) ‖ N(0, 1))", caption: "Contours of the divergence over (μ, σ).",
      xAxis: Axis("μ"), yAxis: Axis("σ"),
      layers: [
        .heatMap(
          x: means, y: deviations,
          values: deviations.flatMap { deviation in means.map { divergence($0, deviation) } },
          valueLabel: "nats", contours: [0.1, 0.25, 0.5, 1, 1.5, 2, 3]),
        .scatter([Point(0, 1)], color: .vermilion),
        .text("KL = 0", at: Point(0.08, 1.02)),
      ])
  }()

  static let diverging: Figure = {
    let x = grid(-3, 3, 41)
    let value: (Double, Double) -> Double = { a, b in a * b * exp(-(a * a + b * b) / 4) }
    return Figure(
      slug: "ch04-field", title: "Difference of the variances", caption: "Where the pathwise estimator is worse.",
      xAxis: Axis("μ"), yAxis: Axis("k"),
      layers: [
        .heatMap(
          x: x, y: x, values: x.flatMap { b in x.map { a in value(a, b) } },
          valueLabel: "pathwise − score", contours: [0], palette: .diverging)
      ])
  }()

  static let surface: Figure = {
    let means = grid(-0.4, 1.8, 31)
    let deviations = grid(0.1, 1.0, 31)
    let bound: (Double, Double) -> Double = { mean, deviation in
      let distance = 3 * mean - 2
      let ratio = 9 * deviation * deviation
      return -1.92098 - 0.5 * (distance * distance + ratio - log(ratio) - 1)
    }
    let values = deviations.flatMap { deviation in means.map { bound($0, deviation) } }
    return Figure(
      slug: "ch02-surface", title: "The evidence lower bound under log p(x)",
      caption: "It touches the plane where q is the posterior.",
      xAxis: Axis("mean of q"), yAxis: Axis("deviation of q"),
      layers: [
        .surface(
          x: means, y: deviations, values: values, valueAxis: Axis("nats"), label: "evidence lower bound",
          plane: -1.92098, planeLabel: "log p(x)", mark: Point(2.0 / 3, 1.0 / 3), markLabel: "q = posterior")
      ])
  }()

  static let images: Figure = {
    let digits = (0..<20).map { digit in
      (0..<64).map { pixel -> Double in
        let x = Double(pixel % 8) - 3.5
        let y = Double(pixel / 8) - 3.5
        let radius = (x * x + y * y * (0.5 + 0.05 * Double(digit))).squareRoot()
        return max(0, (16 * exp(-pow(radius - 2.2, 2)) - 0.8).rounded())
      }
    }
    return Figure(
      slug: "ch01-digits", title: "Twenty images", caption: "Grey images as ink on paper.", xAxis: .unlabelled,
      yAxis: .unlabelled,
      layers: [
        .imageGrid(images: digits, width: 8, height: 8, columns: 10, captions: (0..<20).map { "digit \($0)" })
      ], size: Size(width: 720, height: 260))
  }()

  static let clusters: Figure = {
    let groups = (0..<6).map { group -> Layer in
      let x = normals(60, seed: UInt64(group + 31))
      let y = normals(60, seed: UInt64(group + 97))
      let angle = Double(group)
      return .scatter(
        x.indices.map { Point(2.2 * cos(angle) + 0.5 * x[$0], 2.2 * sin(angle) + 0.5 * y[$0]) }, label: "digit \(group)"
      )
    }
    return Figure(
      slug: "ch05-atlas", title: "Posterior means of held-out digits", caption: "Coloured by digit.",
      xAxis: Axis("z₁"), yAxis: Axis("z₂"), layers: groups)
  }()

  static let panels: Figure = {
    let angles = grid(0, 6, 80)
    return Figure(
      slug: "ch01-panels", title: "Two views of it", caption: "Side by side.",
      panels: [
        Panel(
          title: "(a) waves", xAxis: Axis("k"), yAxis: Axis("variance"),
          layers: (0..<4).map { shift in
            .line(angles.map { Point($0, sin($0 + Double(shift))) }, label: "shift \(shift)")
          }),
        Panel(
          title: "(b) decay", xAxis: Axis("m", scale: .logarithmic), yAxis: Axis("error", scale: .logarithmic),
          layers: [
            .line(grid(1, 7, 30).map { Point(pow(10, $0), pow(10, -$0 / 2)) }, label: "m^(−½)"),
            .scatter(grid(1, 7, 12).map { Point(pow(10, $0), 1.3 * pow(10, -$0 / 2)) }, label: "measured"),
          ]),
      ])
  }()
}

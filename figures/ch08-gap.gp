# ch08-gap: The gap to the best possible bound closes
# What is missing to the best possible bound after each epoch. Both parts, the decoder's and the encoder's, fall with the learning rate and end well below the dashed line.
# Redraw in this file's folder: gnuplot ch08-gap.gp

reset
set encoding utf8
set terminal svg size 720,540 noenhanced font 'sans,13' background '#ffffff' name 'ch08_gap'
set output 'ch08-gap.svg'
set decimalsign '.'
set minussign
set border 3 back linecolor '#8C8C8C' linewidth 1
set tics nomirror out scale 0.6,0.3 textcolor '#333333'
set style textbox opaque fillcolor '#FFFFFF' noborder margins 1.6,1
set style fill solid noborder
set bars 0.6
set grid back linetype 1 linecolor '#E8E8E8' linewidth 1 dashtype 1
set xtics offset 0,0.35
set xlabel '' offset 0,0.65

$data1 << EOD
6 0.926433
12 1.12475
18 1.26171
24 1.33434
30 0.947535
36 0.834275
42 0.467769
48 0.228798
54 0.158534
60 0.104443
66 0.0446066
72 0.0272198
78 0.0165838
84 0.0109271
90 0.006341
96 0.0042866
100 0.00231252
EOD

$data2 << EOD
6 0.602303
12 0.669828
18 0.673627
24 0.749661
30 0.723454
36 0.578729
42 0.339004
48 0.166882
54 0.115807
60 0.0543539
66 0.0225465
72 0.0102037
78 0.0058485
84 0.00261866
90 0.00165251
96 0.000873304
100 0.000701023
EOD

$data3 << EOD
6 0.32413
12 0.45492
18 0.588087
24 0.584681
30 0.224081
36 0.255545
42 0.128765
48 0.0619162
54 0.0427277
60 0.0500889
66 0.0220601
72 0.0170161
78 0.0107353
84 0.00830848
90 0.0046885
96 0.0034133
100 0.0016115
EOD

$data4 << EOD
6 0.05
100 0.05
EOD

set title 'The gap to the best possible bound closes' font 'sans,16' textcolor '#222222'
set xlabel 'epoch' textcolor '#333333'
set xrange [6:100]
set format x '%.6g'
set ylabel 'nats per image' textcolor '#333333'
set logscale y
set yrange [0.000445611:2.09913]
set ytics ('' 5e-4 1, '' 6e-4 1, '' 7e-4 1, '' 8e-4 1, '' 9e-4 1, '10⁻³' 1e-3, '' 2e-3 1, '' 3e-3 1, '' 4e-3 1, '' 5e-3 1, '' 6e-3 1, '' 7e-3 1, '' 8e-3 1, '' 9e-3 1, '10⁻²' 1e-2, '' 2e-2 1, '' 3e-2 1, '' 4e-2 1, '' 5e-2 1, '' 6e-2 1, '' 7e-2 1, '' 8e-2 1, '' 9e-2 1, '10⁻¹' 1e-1, '' 2e-1 1, '' 3e-1 1, '' 4e-1 1, '' 5e-1 1, '' 6e-1 1, '' 7e-1 1, '' 8e-1 1, '' 9e-1 1, '10⁰' 1e0, '' 2e0 1)
set key outside center bottom horizontal Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data1 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#0072B2' title 'gap to the optimum', \
  $data2 using 1:2 with lines linewidth 2 dashtype (12,5) linecolor '#D55E00' title 'the decoder'."'".'s part: log p(x) too low', \
  $data3 using 1:2 with lines linewidth 2 dashtype (3,4) linecolor '#009E73' title 'the encoder'."'".'s part: q not the posterior', \
  $data4 using 1:2 with lines linewidth 1.5 dashtype (6,4) linecolor '#333333' title '0.05 nats'
set output

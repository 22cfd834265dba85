# ch06-both-gaps: What separates the bound from log p(x)
# New digits, ordered by the whole gap: below the lower line is what a better encoder could gain, above it what a richer family of q could.
# Redraw in this file's folder: gnuplot ch06-both-gaps.gp

reset
set encoding utf8
set terminal svg size 720,450 noenhanced font 'sans,13' background '#ffffff' name 'ch06_both_gaps'
set output 'ch06-both-gaps.svg'
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
1 0.130041
2 0.130427
3 0.135705
4 0.135852
5 0.177418
6 0.254113
7 0.290888
8 0.293951
9 0.330521
10 0.40748
11 0.440021
12 0.440753
13 0.442486
14 0.477657
15 0.609053
16 0.776736
17 0.878321
18 1.00038
19 1.08054
20 1.12391
21 1.46936
22 2.09442
23 2.37105
24 4.39607
EOD

$data2 << EOD
1 0.0878118
2 0.0590102
3 0.0667006
4 0.090024
5 0.175161
6 0.138341
7 0.246698
8 0.189134
9 0.309468
10 0.297981
11 0.279737
12 0.390291
13 0.214157
14 0.342377
15 0.596526
16 0.66062
17 0.736289
18 0.863357
19 0.932387
20 1.09392
21 1.45653
22 2.04561
23 2.30981
24 4.30469
EOD

set title 'What separates the bound from log p(x)' font 'sans,16' textcolor '#222222'
set xlabel 'image' textcolor '#333333'
set xrange [1:24]
set format x '%.6g'
set ylabel 'gap (nats)' textcolor '#333333'
set yrange [-0.201213:4.65629]
set format y '%.6g'
set key inside left top vertical opaque Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data1 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#D55E00' title 'log p(x) less the encoder'."'".'s bound', \
  $data2 using 1:2 with lines linewidth 2 dashtype (12,5) linecolor '#0072B2' title 'best bound less the encoder'."'".'s'
set output

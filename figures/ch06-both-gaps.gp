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
1 0.125794
2 0.133896
3 0.192976
4 0.195602
5 0.201776
6 0.223858
7 0.244721
8 0.258233
9 0.286893
10 0.327703
11 0.46148
12 0.602436
13 0.741186
14 0.782838
15 0.895569
16 1.22
17 1.69677
18 2.02832
19 2.66667
20 2.72568
21 3.00909
22 3.82809
23 4.26653
24 17.667
EOD

$data2 << EOD
1 0.0663153
2 0.0785403
3 0.174849
4 0.0977909
5 0.185715
6 0.165732
7 0.10737
8 0.245005
9 0.229273
10 0.311791
11 0.447732
12 0.488422
13 0.609013
14 0.656706
15 0.700708
16 1.10061
17 1.64588
18 1.76406
19 2.61973
20 2.70337
21 2.84984
22 3.79068
23 3.93631
24 16.9038
EOD

set title 'What separates the bound from log p(x)' font 'sans,16' textcolor '#222222'
set xlabel 'image' textcolor '#333333'
set xrange [1:24]
set format x '%.6g'
set ylabel 'gap (nats)' textcolor '#333333'
set yrange [-0.989728:18.7231]
set format y '%.6g'
set key inside left top vertical opaque Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data1 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#D55E00' title 'log p(x) less the encoder'."'".'s bound', \
  $data2 using 1:2 with lines linewidth 2 dashtype (12,5) linecolor '#0072B2' title 'best bound less the encoder'."'".'s'
set output

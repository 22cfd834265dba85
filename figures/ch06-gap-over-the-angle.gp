# ch06-gap-over-the-angle: The cost of a diagonal q depends on the axes
# The approximation gap of W = diag(2, 1) with its latent axes turned: zero where the columns of W are orthogonal, largest at an eighth of a turn. p(x) is the same at all angles.
# Redraw in this file's folder: gnuplot ch06-gap-over-the-angle.gp

reset
set encoding utf8
set terminal svg size 720,450 noenhanced font 'sans,13' background '#ffffff' name 'ch06_gap_over_the_angle'
set output 'ch06-gap-over-the-angle.svg'
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
0 0
1.5 0.0004563
3 0.00181773
4.5 0.00406208
6 0.00715313
7.5 0.0110417
9 0.0156672
10.5 0.0209591
12 0.0268391
13.5 0.0332226
15 0.0400214
16.5 0.0471445
18 0.0545007
19.5 0.0619995
21 0.0695527
22.5 0.0770753
24 0.0844865
25.5 0.0917099
27 0.0986747
28.5 0.105315
30 0.111572
31.5 0.11739
33 0.122722
34.5 0.127524
36 0.13176
37.5 0.135397
39 0.138408
40.5 0.140773
42 0.142473
43.5 0.143499
45 0.143841
46.5 0.143499
48 0.142473
49.5 0.140773
51 0.138408
52.5 0.135397
54 0.13176
55.5 0.127524
57 0.122722
58.5 0.11739
60 0.111572
61.5 0.105315
63 0.0986747
64.5 0.0917099
66 0.0844865
67.5 0.0770753
69 0.0695527
70.5 0.0619995
72 0.0545007
73.5 0.0471445
75 0.0400214
76.5 0.0332226
78 0.0268391
79.5 0.0209591
81 0.0156672
82.5 0.0110417
84 0.00715313
85.5 0.00406208
87 0.00181773
88.5 0.0004563
90 0
EOD

set title 'The cost of a diagonal q depends on the axes' font 'sans,16' textcolor '#222222'
set xlabel 'angle (degrees)' textcolor '#333333'
set xrange [0:90]
set format x '%.6g'
set ylabel 'approximation gap (nats)' textcolor '#333333'
set yrange [-0.00863046:0.152471]
set format y '%.6g'
unset key
plot $data1 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#0072B2' notitle
set output

# ch07-pareto: The tail's shape shows itself only far out
# What Hill's estimator gives for endlessly many draws, over the threshold in deviations. It comes down to the Pareto shape, but fewer than one draw in a million lies beyond five deviations.
# Redraw in this file's folder: gnuplot ch07-pareto.gp

reset
set encoding utf8
set terminal svg size 720,450 noenhanced font 'sans,13' background '#ffffff' name 'ch07_pareto'
set output 'ch07-pareto.svg'
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
0.501187 0.684355
0.547436 0.682067
0.597952 0.679554
0.653131 0.676801
0.7134 0.673791
0.779232 0.670507
0.851138 0.666934
0.92968 0.663058
1.01547 0.658869
1.10917 0.654358
1.21153 0.64952
1.32333 0.644356
1.44544 0.63887
1.57882 0.633073
1.72451 0.626982
1.88365 0.620619
2.05747 0.614014
2.24733 0.6072
2.45471 0.600218
2.68123 0.593111
2.92864 0.585925
3.1989 0.57871
3.49408 0.571514
3.81651 0.564384
4.16869 0.557364
4.55337 0.550497
4.97355 0.543818
5.4325 0.537359
5.93381 0.531145
6.48137 0.525197
7.07946 0.519529
7.73274 0.51415
8.4463 0.509064
9.22571 0.504273
10.077 0.499773
11.0069 0.495558
12.0226 0.491621
13.1321 0.48795
14.3439 0.484535
15.6675 0.481363
17.1133 0.478422
18.6925 0.475699
20.4174 0.47318
22.3015 0.470853
24.3594 0.468705
26.6073 0.466724
29.0625 0.464899
31.7444 0.463219
34.6737 0.461672
37.8733 0.460249
41.3682 0.458941
45.1856 0.457739
49.3552 0.456634
53.9097 0.45562
58.8844 0.454689
64.3181 0.453834
70.2533 0.45305
76.7361 0.45233
83.8172 0.45167
91.5518 0.451065
100 0.45051
EOD

$data2 << EOD
0.501187 0.444444
100 0.444444
EOD

$data3 << EOD
5 0.43005
5 0.69875
EOD

set title 'The tail'."'".'s shape shows itself only far out' font 'sans,16' textcolor '#222222'
set xlabel 'threshold (deviations)' textcolor '#333333'
set logscale x
set xrange [0.501182:100]
set xtics ('' 6e-1 1, '' 7e-1 1, '' 8e-1 1, '' 9e-1 1, '1' 1e0, '' 2e0 1, '' 3e0 1, '' 4e0 1, '' 5e0 1, '' 6e0 1, '' 7e0 1, '' 8e0 1, '' 9e0 1, '10' 1e1, '' 2e1 1, '' 3e1 1, '' 4e1 1, '' 5e1 1, '' 6e1 1, '' 7e1 1, '' 8e1 1, '' 9e1 1)
set ylabel 'mean excess of log w' textcolor '#333333'
set yrange [0.43005:0.69875]
set format y '%.6g'
set key inside right top vertical opaque Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data1 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#0072B2' title 'mean excess', \
  $data2 using 1:2 with lines linewidth 1.5 dashtype (6,4) linecolor '#333333' title 'Pareto shape k', \
  $data3 using 1:2 with lines linewidth 1.5 dashtype (2,3) linecolor '#8C8C8C' title 'five deviations'
set output

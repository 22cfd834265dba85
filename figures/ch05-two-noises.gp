# ch05-two-noises: More draws help until the images' own noise is left
# The variance of the gradient for one image per step, over the number V of draws; below the dashed line no number of draws can go.
# Redraw in this file's folder: gnuplot ch05-two-noises.gp

reset
set encoding utf8
set terminal svg size 720,450 noenhanced font 'sans,13' background '#ffffff' name 'ch05_two_noises'
set output 'ch05-two-noises.svg'
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
1 4178.14
1.12202 3773.89
1.25893 3413.61
1.41254 3092.51
1.58489 2806.33
1.77828 2551.27
1.99526 2323.95
2.23872 2121.35
2.51189 1940.78
2.81838 1779.85
3.16228 1636.42
3.54813 1508.59
3.98107 1394.66
4.46684 1293.12
5.01187 1202.62
5.62341 1121.96
6.30957 1050.08
7.07946 986.007
7.94328 928.906
8.91251 878.015
10 832.659
11.2202 792.235
12.5893 756.207
14.1254 724.097
15.8489 695.478
17.7828 669.972
19.9526 647.24
22.3872 626.98
25.1189 608.923
28.1838 592.83
31.6228 578.487
35.4813 565.704
39.8107 554.311
44.6684 544.157
50.1187 535.107
56.2341 527.041
63.0957 519.853
70.7946 513.446
79.4328 507.736
89.1251 502.647
100 498.111
EOD

$data2 << EOD
1 460.939
100 460.939
EOD

set title 'More draws help until the images'."'".' own noise is left' font 'sans,16' textcolor '#222222'
set xlabel 'draws per image V' textcolor '#333333'
set logscale x
set xrange [0.99999:100]
set xtics ('1' 1e0, '' 2e0 1, '' 3e0 1, '' 4e0 1, '' 5e0 1, '' 6e0 1, '' 7e0 1, '' 8e0 1, '' 9e0 1, '10' 1e1, '' 2e1 1, '' 3e1 1, '' 4e1 1, '' 5e1 1, '' 6e1 1, '' 7e1 1, '' 8e1 1, '' 9e1 1, '100' 1e2)
set ylabel 'variance of the slope' textcolor '#333333'
set yrange [0:4595.95]
set format y '%.6g'
set key inside right top vertical opaque Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data1 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#0072B2' title 'A + B/V', \
  $data2 using 1:2 with lines linewidth 1.5 dashtype (6,4) linecolor '#333333' title 'A: the images alone'
set output

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
1 173.52
1.12202 161.644
1.25893 151.059
1.41254 141.625
1.58489 133.218
1.77828 125.724
1.99526 119.046
2.23872 113.093
2.51189 107.788
2.81838 103.06
3.16228 98.8463
3.54813 95.0907
3.98107 91.7435
4.46684 88.7603
5.01187 86.1015
5.62341 83.7318
6.30957 81.6199
7.07946 79.7376
7.94328 78.06
8.91251 76.5649
10 75.2323
11.2202 74.0447
12.5893 72.9862
14.1254 72.0428
15.8489 71.202
17.7828 70.4527
19.9526 69.7848
22.3872 69.1896
25.1189 68.6591
28.1838 68.1863
31.6228 67.7649
35.4813 67.3893
39.8107 67.0546
44.6684 66.7563
50.1187 66.4904
56.2341 66.2534
63.0957 66.0423
70.7946 65.854
79.4328 65.6863
89.1251 65.5368
100 65.4035
EOD

$data2 << EOD
1 64.3114
100 64.3114
EOD

set title 'More draws help until the images'."'".' own noise is left' font 'sans,16' textcolor '#222222'
set xlabel 'draws per image V' textcolor '#333333'
set logscale x
set xrange [0.99999:100]
set xtics ('1' 1e0, '' 2e0 1, '' 3e0 1, '' 4e0 1, '' 5e0 1, '' 6e0 1, '' 7e0 1, '' 8e0 1, '' 9e0 1, '10' 1e1, '' 2e1 1, '' 3e1 1, '' 4e1 1, '' 5e1 1, '' 6e1 1, '' 7e1 1, '' 8e1 1, '' 9e1 1, '100' 1e2)
set ylabel 'variance of the slope' textcolor '#333333'
set yrange [0:190.872]
set format y '%.6g'
set key inside right top vertical opaque Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data1 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#0072B2' title 'A + B/V', \
  $data2 using 1:2 with lines linewidth 1.5 dashtype (6,4) linecolor '#333333' title 'A: the images alone'
set output

# ch04-dimension: In many dimensions the score function drowns in the others' noise
# The variance of one draw of ∂/∂μ₁ for f = Σ (zⱼ − k)² over d dimensions, at δ = 4 and σ = 1: each dimension adds to the score function's variance, and nothing to the path's.
# Redraw in this file's folder: gnuplot ch04-dimension.gp

reset
set encoding utf8
set terminal svg size 720,450 noenhanced font 'sans,13' background '#ffffff' name 'ch04_dimension'
set output 'ch04-dimension.svg'
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
1 4
1.07978 4
1.16591 4
1.25893 4
1.35936 4
1.4678 4
1.58489 4
1.71133 4
1.84785 4
1.99526 4
2.15443 4
2.32631 4
2.51189 4
2.71227 4
2.92864 4
3.16228 4
3.41455 4
3.68695 4
3.98107 4
4.29866 4
4.64159 4
5.01187 4
5.4117 4
5.84341 4
6.30957 4
6.81292 4
7.35642 4
7.94328 4
8.57696 4
9.26119 4
10 4
10.7978 4
11.6591 4
12.5893 4
13.5936 4
14.678 4
15.8489 4
17.1133 4
18.4785 4
19.9526 4
21.5443 4
23.2631 4
25.1189 4
27.1227 4
29.2864 4
31.6228 4
34.1455 4
36.8695 4
39.8107 4
42.9866 4
46.4159 4
50.1187 4
54.117 4
58.4341 4
63.0957 4
68.1292 4
73.5642 4
79.4328 4
85.7696 4
92.6119 4
100 4
EOD

$data2 << EOD
1 138
1.07978 143.265
1.16591 148.95
1.25893 155.089
1.35936 161.718
1.4678 168.875
1.58489 176.603
1.71133 184.948
1.84785 193.958
1.99526 203.687
2.15443 214.193
2.32631 225.536
2.51189 237.785
2.71227 251.01
2.92864 265.291
3.16228 280.71
3.41455 297.36
3.68695 315.338
3.98107 334.751
4.29866 355.712
4.64159 378.345
5.01187 402.784
5.4117 429.172
5.84341 457.665
6.30957 488.432
6.81292 521.653
7.35642 557.524
7.94328 596.257
8.57696 638.079
9.26119 683.238
10 732
10.7978 784.652
11.6591 841.504
12.5893 902.891
13.5936 969.175
14.678 1040.75
15.8489 1118.03
17.1133 1201.48
18.4785 1291.58
19.9526 1388.87
21.5443 1493.93
23.2631 1607.36
25.1189 1729.85
27.1227 1862.1
29.2864 2004.91
31.6228 2159.1
34.1455 2325.6
36.8695 2505.38
39.8107 2699.51
42.9866 2909.12
46.4159 3135.45
50.1187 3379.84
54.117 3643.72
58.4341 3928.65
63.0957 4236.32
68.1292 4568.53
73.5642 4927.24
79.4328 5314.57
85.7696 5732.79
92.6119 6184.38
100 6672
EOD

set title 'In many dimensions the score function drowns in the others'."'".' noise' font 'sans,16' textcolor '#222222'
set xlabel 'dimensions d' textcolor '#333333'
set logscale x
set xrange [0.99999:100]
set xtics ('1' 1e0, '' 2e0 1, '' 3e0 1, '' 4e0 1, '' 5e0 1, '' 6e0 1, '' 7e0 1, '' 8e0 1, '' 9e0 1, '10' 1e1, '' 2e1 1, '' 3e1 1, '' 4e1 1, '' 5e1 1, '' 6e1 1, '' 7e1 1, '' 8e1 1, '' 9e1 1, '100' 1e2)
set ylabel 'variance of one draw' textcolor '#333333'
set logscale y
set yrange [2.56285:10413.3]
set ytics ('' 3e0 1, '' 4e0 1, '' 5e0 1, '' 6e0 1, '' 7e0 1, '' 8e0 1, '' 9e0 1, '10¹' 1e1, '' 2e1 1, '' 3e1 1, '' 4e1 1, '' 5e1 1, '' 6e1 1, '' 7e1 1, '' 8e1 1, '' 9e1 1, '10²' 1e2, '' 2e2 1, '' 3e2 1, '' 4e2 1, '' 5e2 1, '' 6e2 1, '' 7e2 1, '' 8e2 1, '' 9e2 1, '10³' 1e3, '' 2e3 1, '' 3e3 1, '' 4e3 1, '' 5e3 1, '' 6e3 1, '' 7e3 1, '' 8e3 1, '' 9e3 1, '10⁴' 1e4)
set key inside left top vertical opaque Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data1 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#0072B2' title 'reparameterized', \
  $data2 using 1:2 with lines linewidth 2 dashtype (12,5) linecolor '#D55E00' title 'score function, mean baseline'
set output

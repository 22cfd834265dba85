# ch05-learning-curves: The bound rises above the best linear model
# Left: the bound per image on training and held-out images, and the exact log p(x) of probabilistic PCA. Right: its two terms on held-out images; the divergence grows as the latent code carries more.
# Redraw in this file's folder: gnuplot ch05-learning-curves.gp

reset
set encoding utf8
set terminal svg size 960,420 noenhanced font 'sans,13' background '#ffffff' name 'ch05_learning_curves'
set output 'ch05-learning-curves.svg'
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
1 -13.5324
2 -2.95812
3 -1.84526
4 -1.43876
5 -1.2325
6 -1.02269
7 -0.919731
8 -0.758341
9 -0.373886
10 -0.0991098
11 0.342084
12 0.770192
13 1.14954
14 1.46518
15 1.95451
16 2.40028
17 2.64452
18 2.82675
19 3.12957
20 3.30214
21 3.54674
22 3.75103
23 3.86383
24 3.96576
25 4.19092
26 4.29816
27 4.4107
28 4.54652
29 4.65945
30 4.91723
31 4.85743
32 4.9936
33 5.25836
34 5.31636
35 5.52957
36 5.65627
37 5.88652
38 5.86114
39 6.06957
40 6.22399
EOD

$data2 << EOD
1 -4.63204
2 -2.24397
3 -0.540411
4 -0.225815
5 0.236531
6 0.0898984
7 -0.179112
8 0.694254
9 0.48922
10 1.66242
11 1.79687
12 2.22787
13 1.69774
14 2.74859
15 3.18326
16 3.23592
17 3.571
18 4.04457
19 4.52526
20 4.13512
21 4.37261
22 4.63437
23 4.0733
24 4.67165
25 4.78767
26 5.12453
27 4.62703
28 4.95666
29 5.29131
30 5.41352
31 5.27748
32 5.35857
33 5.41141
34 5.16331
35 5.64845
36 6.16301
37 5.78587
38 5.83138
39 6.23343
40 5.95797
EOD

$data3 << EOD
1 0.607006
40 0.607006
EOD

$data4 << EOD
1 -2.92346
2 0.11381
3 2.14586
4 2.15534
5 2.64756
6 2.57556
7 2.40419
8 3.40073
9 3.27475
10 4.44638
11 4.61859
12 5.15645
13 4.81885
14 5.88001
15 6.4805
16 6.28275
17 6.68041
18 7.42764
19 7.71944
20 7.46899
21 8.05036
22 8.14
23 7.44035
24 8.20272
25 8.42803
26 8.51717
27 8.20792
28 8.58401
29 9.34786
30 8.89262
31 8.95924
32 8.98015
33 9.27834
34 8.89724
35 9.21294
36 9.94129
37 9.81235
38 9.5721
39 9.99156
40 9.77578
EOD

$data5 << EOD
1 1.70858
2 2.35778
3 2.68627
4 2.38115
5 2.41103
6 2.48566
7 2.58331
8 2.70648
9 2.78553
10 2.78395
11 2.82172
12 2.92858
13 3.12111
14 3.13142
15 3.29724
16 3.04683
17 3.10941
18 3.38307
19 3.19418
20 3.33387
21 3.67775
22 3.50563
23 3.36706
24 3.53107
25 3.64036
26 3.39264
27 3.58089
28 3.62735
29 4.05655
30 3.4791
31 3.68176
32 3.62159
33 3.86693
34 3.73393
35 3.56449
36 3.77828
37 4.02648
38 3.74072
39 3.75813
40 3.81781
EOD
set multiplot layout 1,2 title 'The bound rises above the best linear model' noenhanced font 'sans,16'

set title 'bound' font 'sans,13' textcolor '#222222'
set xlabel 'epoch' textcolor '#333333'
set xrange [1:40]
set format x '%.6g'
set ylabel 'nats per image' textcolor '#333333'
set yrange [-14.7184:7.41938]
set format y '%.6g'
set key inside right bottom vertical opaque Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data1 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#0072B2' title 'training images', \
  $data2 using 1:2 with lines linewidth 2 dashtype (12,5) linecolor '#D55E00' title 'held-out images', \
  $data3 using 1:2 with lines linewidth 1.5 dashtype (6,4) linecolor '#333333' title 'best linear model'

reset
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

set title 'terms, held out' font 'sans,13' textcolor '#222222'
set xlabel 'epoch' textcolor '#333333'
set xrange [1:40]
set format x '%.6g'
set ylabel 'nats per image' textcolor '#333333'
set yrange [-3.69836:10.7665]
set format y '%.6g'
set key inside right bottom vertical opaque Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data4 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#009E73' title 'reconstruction', \
  $data5 using 1:2 with lines linewidth 2 dashtype (12,5) linecolor '#CC79A7' title 'divergence'
unset multiplot
set output

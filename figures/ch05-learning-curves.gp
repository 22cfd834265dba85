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
1 -14.437
2 -4.12076
3 -1.72615
4 -1.45388
5 -1.15863
6 -0.863428
7 -0.464658
8 0.0868854
9 0.797547
10 1.20664
11 1.39263
12 1.97827
13 2.23325
14 2.31142
15 2.5343
16 2.99245
17 3.0717
18 3.28185
19 3.52613
20 3.7366
21 3.73905
22 4.04194
23 4.18498
24 4.24723
25 4.36018
26 4.66736
27 4.80156
28 5.15569
29 4.93377
30 5.3256
31 5.4319
32 5.43927
33 5.70802
34 5.75167
35 6.00153
36 5.91372
37 5.96597
38 5.89125
39 6.09186
40 6.09225
41 6.21847
42 6.09473
43 6.32836
44 6.36192
45 6.59716
46 7.39887
47 7.68289
48 7.89081
49 7.91137
50 7.85093
51 7.80311
52 7.90694
53 7.88087
54 7.78776
55 7.87182
56 7.87806
57 7.84926
58 8.09149
59 7.93941
60 8.02116
EOD

$data2 << EOD
1 -7.22163
2 -2.29029
3 -1.96461
4 -1.1092
5 -0.899557
6 -0.696393
7 -0.973375
8 0.689019
9 0.779273
10 1.22182
11 1.77661
12 1.92257
13 2.05766
14 2.40101
15 2.28876
16 2.48379
17 2.43968
18 3.09307
19 3.72516
20 3.13353
21 3.60302
22 4.0032
23 2.94036
24 3.71066
25 3.71954
26 4.55922
27 4.20815
28 4.59109
29 4.5004
30 4.84716
31 4.17495
32 4.87039
33 5.24446
34 5.11816
35 5.05702
36 5.45212
37 5.44078
38 5.14697
39 5.06934
40 5.61111
41 5.82074
42 4.8759
43 5.23223
44 5.49771
45 5.24391
46 6.63096
47 6.6255
48 6.62727
49 6.67367
50 6.59495
51 6.65643
52 6.63706
53 6.65996
54 6.61107
55 6.6762
56 6.65317
57 6.66302
58 6.71668
59 6.70076
60 6.65283
EOD

$data3 << EOD
1 0.607006
60 0.607006
EOD

$data4 << EOD
1 -4.87272
2 0.0336711
3 0.495908
4 1.17492
5 1.43835
6 1.66707
7 1.64892
8 3.27035
9 3.74888
10 4.20088
11 4.64011
12 4.97428
13 5.33523
14 5.49661
15 5.48488
16 5.64667
17 5.69888
18 6.63193
19 6.97722
20 6.48838
21 7.13876
22 7.43804
23 6.15138
24 7.15517
25 7.12322
26 7.95391
27 7.80803
28 8.00576
29 8.34234
30 8.42211
31 7.90277
32 8.57575
33 8.88672
34 8.89228
35 8.75826
36 9.42155
37 9.36478
38 8.96392
39 8.99509
40 9.27951
41 9.542
42 8.7756
43 9.21472
44 9.49658
45 8.96586
46 10.4617
47 10.4936
48 10.4587
49 10.5259
50 10.504
51 10.5542
52 10.5039
53 10.4804
54 10.5336
55 10.5986
56 10.5858
57 10.5983
58 10.5506
59 10.6153
60 10.5075
EOD

$data5 << EOD
1 2.34891
2 2.32396
3 2.46052
4 2.28412
5 2.33791
6 2.36346
7 2.62229
8 2.58133
9 2.96961
10 2.97905
11 2.86351
12 3.05171
13 3.27756
14 3.0956
15 3.19611
16 3.16288
17 3.25919
18 3.53885
19 3.25205
20 3.35485
21 3.53575
22 3.43483
23 3.21102
24 3.4445
25 3.40368
26 3.39469
27 3.59987
28 3.41467
29 3.84194
30 3.57496
31 3.72781
32 3.70536
33 3.64226
34 3.77412
35 3.70124
36 3.96943
37 3.924
38 3.81695
39 3.92575
40 3.66841
41 3.72126
42 3.8997
43 3.98249
44 3.99887
45 3.72195
46 3.83071
47 3.86813
48 3.83146
49 3.8522
50 3.90902
51 3.89778
52 3.86685
53 3.82047
54 3.92258
55 3.92242
56 3.9326
57 3.93529
58 3.83396
59 3.91452
60 3.85463
EOD
set multiplot layout 1,2 title 'The bound rises above the best linear model' noenhanced font 'sans,16'

set title 'bound' font 'sans,13' textcolor '#222222'
set xlabel 'epoch' textcolor '#333333'
set xrange [1:60]
set format x '%.6g'
set ylabel 'nats per image' textcolor '#333333'
set yrange [-15.7887:9.4432]
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
set xrange [1:60]
set format x '%.6g'
set ylabel 'nats per image' textcolor '#333333'
set yrange [-5.802:11.5446]
set format y '%.6g'
set key inside right bottom vertical opaque Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data4 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#009E73' title 'reconstruction', \
  $data5 using 1:2 with lines linewidth 2 dashtype (12,5) linecolor '#CC79A7' title 'divergence'
unset multiplot
set output

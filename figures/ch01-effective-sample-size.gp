# ch01-effective-sample-size: Ten digits, 100,000 draws from the prior each
# Left: the draws that count, as measured and as m/(1 + R) predicts; measured, they never fall below one. Right: the error of log p(x), the ten side by side about each d, with the standard errors that they report; at d = 20 no bar comes near 0.
# Redraw in this file's folder: gnuplot ch01-effective-sample-size.gp

reset
set encoding utf8
set terminal svg size 960,420 noenhanced font 'sans,13' background '#ffffff' name 'ch01_effective_sample_size'
set output 'ch01-effective-sample-size.svg'
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
1 41444.1
2 4125.07
3 1028.67
4 166.639
5 48.0628
6 12.5514
7 4.48375
8 1.66453
9 0.626815
10 0.190487
11 0.0691078
12 0.0247097
13 0.0100274
14 0.00300014
15 0.000519055
16 0.000161768
17 5.80832e-05
18 1.91582e-05
EOD

$data2 << EOD
1 35163.4
2 3719.73
3 1173.46
4 148.831
5 47.7506
6 13.8379
7 5.22149
8 1.66455
9 0.543659
10 0.19133
11 0.0488867
12 0.0168185
13 0.00605474
14 0.000939642
15 0.000334894
16 0.000112607
17 1.58398e-05
EOD

$data3 << EOD
1 36541
2 10202.8
3 3364.4
4 597.719
5 27.0726
6 9.20408
7 3.48132
8 0.0838311
9 0.0306116
10 0.00851951
11 0.0032848
12 0.00119615
13 0.000485078
14 6.81016e-05
15 2.5543e-05
EOD

$data4 << EOD
1 21223
2 7631.25
3 1867.95
4 331.35
5 97.319
6 38.9065
7 15.2047
8 1.73897
9 0.579538
10 0.122179
11 0.0326601
12 0.0109439
13 0.00387935
14 0.000944367
15 0.000377117
16 0.000133118
17 4.18262e-05
18 1.33317e-05
EOD

$data5 << EOD
1 9801.88
2 3431.76
3 1038.21
4 151.504
5 61.3161
6 23.2151
7 9.11517
8 0.622275
9 0.197049
10 0.00753523
11 0.00265126
12 0.000916295
13 0.000211204
14 7.42009e-05
15 2.95326e-05
EOD

$data6 << EOD
1 24540.3
2 7599.44
3 2574.94
4 350.416
5 87.9451
6 14.0887
7 5.41477
8 1.23883
9 0.376572
10 0.0539099
11 0.021188
12 0.00409036
13 0.0014152
14 0.00052396
15 0.000105279
EOD

$data7 << EOD
1 12350.2
2 4210.05
3 659.38
4 208.22
5 73.4884
6 25.5857
7 9.93402
8 2.66077
9 0.847246
10 0.286163
11 0.111715
12 0.026816
13 0.00826336
14 0.00309025
15 0.00126284
16 0.000470981
17 1.12807e-05
EOD

$data8 << EOD
1 40664.8
2 4149.92
3 841.421
4 180.646
5 56.4421
6 6.38898
7 1.3028
8 0.491702
9 0.153709
10 0.013383
11 0.00493284
12 0.00172939
13 0.000700313
14 1.51294e-05
EOD

$data9 << EOD
1 38669.7
2 14369.8
3 4367.95
4 1364.24
5 391.916
6 149.022
7 30.8092
8 8.96716
9 2.24095
10 0.527695
11 0.00259908
12 0.000746311
13 0.000245451
14 8.63125e-05
15 3.02917e-05
16 1.10015e-05
EOD

$data10 << EOD
1 38421.7
2 11848.8
3 3699.03
4 1296.57
5 492.947
6 199.398
7 65.8996
8 16.0752
9 3.70119
10 0.187948
11 0.0711293
12 0.0229364
13 0.00274867
14 0.000970097
15 1.08731e-05
EOD

$data11 << EOD
2 4218.8
2 3672.66
2 10335.5
2 7721.99
2 3488.27
2 7612.17
2 4197
2 4238.63
2 14266.4
2 11985.8
5 60.4245
5 39.6965
5 29.451
5 94.0912
5 79.0585
5 87.6743
5 82.3811
5 58.7186
5 422.878
5 447.056
10 1.68412
10 2.24869
10 2.46819
10 1.47045
10 1.83179
10 2.28099
10 4.62078
10 3.83598
10 3.21133
10 2.10881
20 1.99354
20 1.35529
20 1
20 1.16308
20 1.0021
20 1.0001
20 1.02733
20 1
20 1
20 2.33692
EOD

$data12 << EOD
0.065 0
21.935 0
EOD

$data13 << EOD
0.875 0.0200838 0.0301354
1.125 -0.011261 0.0323904
1.375 0.018413 0.0186285
1.625 0.0201435 0.0218634
1.875 0.00570209 0.0332673
2.125 0.00685143 0.0220336
2.375 -0.0119098 0.0302171
2.625 0.0268501 0.0300618
2.875 -0.00980494 0.0155042
3.125 0.0106535 0.0171386
3.875 -0.207235 0.257214
4.125 0.00602931 0.317373
4.375 -0.3746 0.368484
4.625 -0.0243464 0.206088
4.875 0.0960816 0.224846
5.125 0.137237 0.213504
5.375 -0.129062 0.220262
5.625 0.0706376 0.260926
5.875 -0.0260659 0.097052
6.125 0.000130697 0.0943797
8.875 -1.09685 1.54114
9.125 -2.08261 1.33371
9.375 -5.96611 1.27303
9.625 -0.00789132 1.64932
9.875 -1.47246 1.47772
10.125 -1.94474 1.32424
10.375 -2.77458 0.930388
10.625 -7.854 1.02114
10.875 -0.990104 1.11605
11.125 -1.01431 1.37724
18.875 -11.63 1.41649
19.125 -18.1081 1.71796
19.375 -17.8372 2
19.625 -24.0414 1.85449
19.875 -40.2539 1.9979
20.125 -14.7682 1.9999
20.375 -19.2288 1.97321
20.625 -28.7884 2
20.875 -12.4606 2
21.125 -50.5156 1.30829
EOD
set multiplot layout 1,2 title 'Ten digits, 100,000 draws from the prior each' noenhanced font 'sans,16'

set title 'draws that count' font 'sans,13' textcolor '#222222'
set xlabel 'latent dimension d' textcolor '#333333'
set xrange [0.43:20.57]
set format x '%.6g'
set ylabel 'effective sample size' textcolor '#333333'
set logscale y
set yrange [9.9999e-06:100000]
set ytics ('' 1e-5 1, '' 2e-5 1, '' 3e-5 1, '' 4e-5 1, '' 5e-5 1, '' 6e-5 1, '' 7e-5 1, '' 8e-5 1, '' 9e-5 1, '10⁻⁴' 1e-4, '' 2e-4 1, '' 3e-4 1, '' 4e-4 1, '' 5e-4 1, '' 6e-4 1, '' 7e-4 1, '' 8e-4 1, '' 9e-4 1, '' 1e-3 1, '' 2e-3 1, '' 3e-3 1, '' 4e-3 1, '' 5e-3 1, '' 6e-3 1, '' 7e-3 1, '' 8e-3 1, '' 9e-3 1, '10⁻²' 1e-2, '' 2e-2 1, '' 3e-2 1, '' 4e-2 1, '' 5e-2 1, '' 6e-2 1, '' 7e-2 1, '' 8e-2 1, '' 9e-2 1, '' 1e-1 1, '' 2e-1 1, '' 3e-1 1, '' 4e-1 1, '' 5e-1 1, '' 6e-1 1, '' 7e-1 1, '' 8e-1 1, '' 9e-1 1, '10⁰' 1e0, '' 2e0 1, '' 3e0 1, '' 4e0 1, '' 5e0 1, '' 6e0 1, '' 7e0 1, '' 8e0 1, '' 9e0 1, '' 1e1 1, '' 2e1 1, '' 3e1 1, '' 4e1 1, '' 5e1 1, '' 6e1 1, '' 7e1 1, '' 8e1 1, '' 9e1 1, '10²' 1e2, '' 2e2 1, '' 3e2 1, '' 4e2 1, '' 5e2 1, '' 6e2 1, '' 7e2 1, '' 8e2 1, '' 9e2 1, '' 1e3 1, '' 2e3 1, '' 3e3 1, '' 4e3 1, '' 5e3 1, '' 6e3 1, '' 7e3 1, '' 8e3 1, '' 9e3 1, '10⁴' 1e4, '' 2e4 1, '' 3e4 1, '' 4e4 1, '' 5e4 1, '' 6e4 1, '' 7e4 1, '' 8e4 1, '' 9e4 1, '' 1e5 1)
set key outside center bottom horizontal Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data1 using 1:2 with lines linewidth 1 dashtype 1 linecolor '#A00072B2' title 'm/(1 + R), each image', \
  $data2 using 1:2 with lines linewidth 1 dashtype 1 linecolor '#A00072B2' notitle, \
  $data3 using 1:2 with lines linewidth 1 dashtype 1 linecolor '#A00072B2' notitle, \
  $data4 using 1:2 with lines linewidth 1 dashtype 1 linecolor '#A00072B2' notitle, \
  $data5 using 1:2 with lines linewidth 1 dashtype 1 linecolor '#A00072B2' notitle, \
  $data6 using 1:2 with lines linewidth 1 dashtype 1 linecolor '#A00072B2' notitle, \
  $data7 using 1:2 with lines linewidth 1 dashtype 1 linecolor '#A00072B2' notitle, \
  $data8 using 1:2 with lines linewidth 1 dashtype 1 linecolor '#A00072B2' notitle, \
  $data9 using 1:2 with lines linewidth 1 dashtype 1 linecolor '#A00072B2' notitle, \
  $data10 using 1:2 with lines linewidth 1 dashtype 1 linecolor '#A00072B2' notitle, \
  $data11 using 1:2 with points pointtype 7 pointsize 0.7 linecolor '#D55E00' title 'measured'

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

set title 'what comes of it' font 'sans,13' textcolor '#222222'
set xlabel 'latent dimension d' textcolor '#333333'
set xrange [0.065:21.935]
set format x '%.6g'
set ylabel 'log p̂(x) − log p(x) (nats)' textcolor '#333333'
set yrange [-55.0318:4.84935]
set format y '%.6g'
set key outside center bottom horizontal Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data12 using 1:2 with lines linewidth 1.5 dashtype (6,4) linecolor '#333333' title 'exact', \
  $data13 using 1:2:3 with yerrorbars linewidth 1.5 pointtype 7 pointsize 0.7 linecolor '#D55E00' title 'estimate ± 2 standard errors'
unset multiplot
set output

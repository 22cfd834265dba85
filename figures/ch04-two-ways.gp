# ch04-two-ways: The same nudge of μ, seen in two ways
# Left, the path: each of twelve samples slides along f by the nudge. Right, the score function: the samples stay, and each is weighted by the ratio of the new density to the old one.
# Redraw in this file's folder: gnuplot ch04-two-ways.gp

reset
set encoding utf8
set terminal svg size 960,420 noenhanced font 'sans,13' background '#ffffff' name 'ch04_two_ways'
set output 'ch04-two-ways.svg'
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
-2 1
-1.94 1.1236
-1.88 1.2544
-1.82 1.3924
-1.76 1.5376
-1.7 1.69
-1.64 1.8496
-1.58 2.0164
-1.52 2.1904
-1.46 2.3716
-1.4 2.56
-1.34 2.7556
-1.28 2.9584
-1.22 3.1684
-1.16 3.3856
-1.1 3.61
-1.04 3.8416
-0.98 4.0804
-0.92 4.3264
-0.86 4.5796
-0.8 4.84
-0.74 5.1076
-0.68 5.3824
-0.62 5.6644
-0.56 5.9536
-0.5 6.25
-0.44 6.5536
-0.38 6.8644
-0.32 7.1824
-0.26 7.5076
-0.2 7.84
-0.14 8.1796
-0.08 8.5264
-0.02 8.8804
0.04 9.2416
0.1 9.61
0.16 9.9856
0.22 10.3684
0.28 10.7584
0.34 11.1556
0.4 11.56
0.46 11.9716
0.52 12.3904
0.58 12.8164
0.64 13.2496
0.7 13.69
0.76 14.1376
0.82 14.5924
0.88 15.0544
0.94 15.5236
1 16
1.06 16.4836
1.12 16.9744
1.18 17.4724
1.24 17.9776
1.3 18.49
1.36 19.0096
1.42 19.5364
1.48 20.0704
1.54 20.6116
1.6 21.16
1.66 21.7156
1.72 22.2784
1.78 22.8484
1.84 23.4256
1.9 24.01
1.96 24.6016
2.02 25.2004
2.08 25.8064
2.14 26.4196
2.2 27.04
2.26 27.6676
2.32 28.3024
2.38 28.9444
2.44 29.5936
2.5 30.25
2.56 30.9136
2.62 31.5844
2.68 32.2624
2.74 32.9476
2.8 33.64
2.86 34.3396
2.92 35.0464
2.98 35.7604
3.04 36.4816
3.1 37.21
3.16 37.9456
3.22 38.6884
3.28 39.4384
3.34 40.1956
3.4 40.96
3.46 41.7316
3.52 42.5104
3.58 43.2964
3.64 44.0896
3.7 44.89
3.76 45.6976
3.82 46.5124
3.88 47.3344
3.94 48.1636
4 49
EOD

$data2 << EOD
0.952552 15.6227
-0.320741 7.17843
0.792716 14.3847
1.11833 16.9606
1.1443 17.1753
0.167886 10.0355
1.68942 21.9907
1.82105 23.2425
-1.23562 3.11302
3.34531 40.263
1.53452 20.5619
0.218269 10.3573
EOD

$data3 << EOD
1.35255 18.9447
0.0792588 9.48183
1.19272 17.5789
1.51833 20.4153
1.5443 20.6507
0.567886 12.7298
2.08942 25.9022
2.22105 27.2593
-0.835624 4.68452
3.74531 45.4992
1.93452 24.3495
0.618269 13.0919
EOD

$data4 << EOD
-2 0.278037
-1.94 0.284791
-1.88 0.291709
-1.82 0.298794
-1.76 0.306052
-1.7 0.313486
-1.64 0.321101
-1.58 0.328901
-1.52 0.33689
-1.46 0.345073
-1.4 0.353455
-1.34 0.36204
-1.28 0.370834
-1.22 0.379842
-1.16 0.389068
-1.1 0.398519
-1.04 0.408199
-0.98 0.418114
-0.92 0.428271
-0.86 0.438673
-0.8 0.449329
-0.74 0.460243
-0.68 0.471423
-0.62 0.482874
-0.56 0.494603
-0.5 0.506617
-0.44 0.518923
-0.38 0.531528
-0.32 0.544439
-0.26 0.557663
-0.2 0.571209
-0.14 0.585084
-0.08 0.599296
-0.02 0.613853
0.04 0.628764
0.1 0.644036
0.16 0.65968
0.22 0.675704
0.28 0.692117
0.34 0.708929
0.4 0.726149
0.46 0.743787
0.52 0.761854
0.58 0.78036
0.64 0.799315
0.7 0.818731
0.76 0.838618
0.82 0.858988
0.88 0.879853
0.94 0.901225
1 0.923116
1.06 0.945539
1.12 0.968507
1.18 0.992032
1.24 1.01613
1.3 1.04081
1.36 1.06609
1.42 1.09199
1.48 1.11851
1.54 1.14568
1.6 1.17351
1.66 1.20202
1.72 1.23121
1.78 1.26112
1.84 1.29175
1.9 1.32313
1.96 1.35527
2.02 1.38819
2.08 1.42191
2.14 1.45645
2.2 1.49182
2.26 1.52806
2.32 1.56518
2.38 1.6032
2.44 1.64214
2.5 1.68203
2.56 1.72288
2.62 1.76473
2.68 1.8076
2.74 1.85151
2.8 1.89648
2.86 1.94255
2.92 1.98973
2.98 2.03806
3.04 2.08757
3.1 2.13828
3.16 2.19022
3.22 2.24342
3.28 2.29791
3.34 2.35373
3.4 2.4109
3.46 2.46946
3.52 2.52945
3.58 2.59089
3.64 2.65382
3.7 2.71828
3.76 2.78431
3.82 2.85194
3.88 2.92122
3.94 2.99217
4 3.06485
EOD

$data5 << EOD
0.952552 1
-0.320741 1
0.792716 1
1.11833 1
1.1443 1
0.167886 1
1.68942 1
1.82105 1
-1.23562 1
3.34531 1
1.53452 1
0.218269 1
EOD

$data6 << EOD
0.952552 0.905761
-0.320741 0.544277
0.792716 0.849665
1.11833 0.967859
1.1443 0.977968
0.167886 0.661764
1.68942 1.21625
1.82105 1.282
-1.23562 0.377476
3.34531 2.35873
1.53452 1.14317
0.218269 0.675236
EOD
set multiplot layout 1,2 title 'The same nudge of μ, seen in two ways' noenhanced font 'sans,16'

set title 'path: the samples slide' font 'sans,13' textcolor '#222222'
set xlabel 'z' textcolor '#333333'
set xrange [-2.18:4.18]
set format x '%.6g'
set ylabel 'f(z) = (z − k)²' textcolor '#333333'
set yrange [-1.88:51.88]
set format y '%.6g'
set key outside center bottom horizontal Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data1 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#333333' title 'f', \
  $data2 using 1:2 with points pointtype 5 pointsize 0.7 linecolor '#0072B2' title 'samples', \
  $data3 using 1:2 with points pointtype 9 pointsize 0.7 linecolor '#D55E00' title 'after the nudge'

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

set title 'score function: they are reweighted' font 'sans,13' textcolor '#222222'
set xlabel 'z' textcolor '#333333'
set xrange [-2.18:4.18]
set format x '%.6g'
set ylabel 'weight of a sample' textcolor '#333333'
set yrange [0.110828:3.23206]
set format y '%.6g'
set key outside center bottom horizontal Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data4 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#333333' title 'ratio of densities', \
  $data5 using 1:2 with points pointtype 5 pointsize 0.7 linecolor '#0072B2' title 'samples', \
  $data6 using 1:2 with points pointtype 9 pointsize 0.7 linecolor '#D55E00' title 'after the nudge'
unset multiplot
set output

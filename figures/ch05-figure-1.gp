# ch05-figure-1: Figure 1: one image there and back
# From left to right, the way there: the image x, its q(z|x) as lines at one and two deviations with a draw z, and the decoder's mean f(z). On the right, the way back begins: where f is too light or too dark. The line at z points where log p(x|z) rises most steeply.
# Redraw in this file's folder: gnuplot ch05-figure-1.gp

reset
set encoding utf8
set terminal svg size 1080,330 noenhanced font 'sans,13' background '#ffffff' name 'ch05_figure_1'
set output 'ch05-figure-1.svg'
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
0.5 0.5 NaN
1.5 0.5 NaN
2.5 0.5 NaN
3.5 0.5 0.75
4.5 0.5 0.8125
5.5 0.5 0.3125
6.5 0.5 NaN
7.5 0.5 NaN
8.5 0.5 NaN
0.5 1.5 NaN
1.5 1.5 NaN
2.5 1.5 NaN
3.5 1.5 0.6875
4.5 1.5 1
5.5 1.5 0.5625
6.5 1.5 NaN
7.5 1.5 NaN
8.5 1.5 NaN
0.5 2.5 NaN
1.5 2.5 NaN
2.5 2.5 0.1875
3.5 2.5 0.9375
4.5 2.5 1
5.5 2.5 0.375
6.5 2.5 NaN
7.5 2.5 NaN
8.5 2.5 NaN
0.5 3.5 NaN
1.5 3.5 0.4375
2.5 3.5 0.9375
3.5 3.5 1
4.5 3.5 1
5.5 3.5 0.125
6.5 3.5 NaN
7.5 3.5 NaN
8.5 3.5 NaN
0.5 4.5 NaN
1.5 4.5 NaN
2.5 4.5 0.0625
3.5 4.5 1
4.5 4.5 1
5.5 4.5 0.1875
6.5 4.5 NaN
7.5 4.5 NaN
8.5 4.5 NaN
0.5 5.5 NaN
1.5 5.5 NaN
2.5 5.5 0.0625
3.5 5.5 1
4.5 5.5 1
5.5 5.5 0.375
6.5 5.5 NaN
7.5 5.5 NaN
8.5 5.5 NaN
0.5 6.5 NaN
1.5 6.5 NaN
2.5 6.5 0.0625
3.5 6.5 1
4.5 6.5 1
5.5 6.5 0.375
6.5 6.5 NaN
7.5 6.5 NaN
8.5 6.5 NaN
0.5 7.5 NaN
1.5 7.5 NaN
2.5 7.5 NaN
3.5 7.5 0.6875
4.5 7.5 1
5.5 7.5 0.625
6.5 7.5 NaN
7.5 7.5 NaN
8.5 7.5 NaN
0.5 8.5 NaN
1.5 8.5 NaN
2.5 8.5 NaN
3.5 8.5 NaN
4.5 8.5 NaN
5.5 8.5 NaN
6.5 8.5 NaN
7.5 8.5 NaN
8.5 8.5 NaN
EOD

$data2 << EOD
-0.70972 0.102234
-0.710293 0.120327
-0.712004 0.138222
-0.714836 0.155723
-0.718756 0.172638
-0.723723 0.188781
-0.729681 0.203976
-0.736566 0.218056
-0.744301 0.230868
-0.752803 0.24227
-0.761978 0.252138
-0.771726 0.260363
-0.781939 0.266856
-0.792506 0.271546
-0.803311 0.27438
-0.814236 0.275328
-0.825161 0.27438
-0.835966 0.271546
-0.846533 0.266856
-0.856746 0.260363
-0.866494 0.252138
-0.875669 0.24227
-0.884171 0.230868
-0.891906 0.218056
-0.898791 0.203976
-0.904749 0.188781
-0.909716 0.172638
-0.913636 0.155723
-0.916468 0.138222
-0.918179 0.120327
-0.918752 0.102234
-0.918179 0.0841404
-0.916468 0.0662454
-0.913636 0.0487446
-0.909716 0.0318299
-0.904749 0.0156865
-0.898791 0.000491403
-0.891906 -0.013589
-0.884171 -0.0264005
-0.875669 -0.0378026
-0.866494 -0.0476704
-0.856746 -0.0558958
-0.846533 -0.0623888
-0.835966 -0.0670781
-0.825161 -0.0699124
-0.814236 -0.0708606
-0.803311 -0.0699124
-0.792506 -0.0670781
-0.781939 -0.0623888
-0.771726 -0.0558958
-0.761978 -0.0476704
-0.752803 -0.0378026
-0.744301 -0.0264005
-0.736566 -0.013589
-0.729681 0.000491403
-0.723723 0.0156865
-0.718756 0.0318299
-0.714836 0.0487446
-0.712004 0.0662454
-0.710293 0.0841404
-0.70972 0.102234
EOD

$data3 << EOD
-0.605205 0.102234
-0.60635 0.13842
-0.609773 0.17421
-0.615435 0.209212
-0.623276 0.243041
-0.63321 0.275328
-0.645126 0.305718
-0.658896 0.333879
-0.674367 0.359502
-0.691371 0.382306
-0.70972 0.402042
-0.729215 0.418493
-0.749642 0.431479
-0.770776 0.440857
-0.792386 0.446526
-0.814236 0.448422
-0.836086 0.446526
-0.857696 0.440857
-0.87883 0.431479
-0.899257 0.418493
-0.918752 0.402042
-0.937102 0.382306
-0.954105 0.359502
-0.969577 0.333879
-0.983346 0.305718
-0.995263 0.275328
-1.0052 0.243041
-1.01304 0.209212
-1.0187 0.17421
-1.02212 0.13842
-1.02327 0.102234
-1.02212 0.0660471
-1.0187 0.030257
-1.01304 -0.00474448
-1.0052 -0.0385739
-0.995263 -0.0708606
-0.983346 -0.101251
-0.969577 -0.129412
-0.954105 -0.155035
-0.937102 -0.177839
-0.918752 -0.197574
-0.899257 -0.214025
-0.87883 -0.227011
-0.857696 -0.23639
-0.836086 -0.242059
-0.814236 -0.243955
-0.792386 -0.242059
-0.770776 -0.23639
-0.749642 -0.227011
-0.729215 -0.214025
-0.70972 -0.197574
-0.691371 -0.177839
-0.674367 -0.155035
-0.658896 -0.129412
-0.645126 -0.101251
-0.63321 -0.0708606
-0.623276 -0.0385739
-0.615435 -0.00474448
-0.609773 0.030257
-0.60635 0.0660471
-0.605205 0.102234
EOD

$data4 << EOD
-0.939244 0.318984
-0.803185 0.468561
EOD

$data5 << EOD
-0.939244 0.318984
EOD

$data6 << EOD
0.5 0.5 NaN
1.5 0.5 0.0355044
2.5 0.5 0.409315
3.5 0.5 0.895105
4.5 0.5 0.897952
5.5 0.5 0.462422
6.5 0.5 0.0935333
7.5 0.5 NaN
8.5 0.5 NaN
0.5 1.5 NaN
1.5 1.5 0.13673
2.5 1.5 0.627161
3.5 1.5 0.854376
4.5 1.5 0.790057
5.5 1.5 0.540695
6.5 1.5 0.0862092
7.5 1.5 NaN
8.5 1.5 NaN
0.5 2.5 0.000198372
1.5 2.5 0.126482
2.5 2.5 0.475776
3.5 2.5 0.620749
4.5 2.5 0.747159
5.5 2.5 0.391377
6.5 2.5 NaN
7.5 2.5 NaN
8.5 2.5 NaN
0.5 3.5 0.000880771
1.5 3.5 0.0937676
2.5 3.5 0.461078
3.5 3.5 0.869254
4.5 3.5 0.899978
5.5 3.5 0.23335
6.5 3.5 NaN
7.5 3.5 0.0028288
8.5 3.5 NaN
0.5 4.5 0.000333449
1.5 4.5 0.0618085
2.5 4.5 0.508948
3.5 4.5 1
4.5 4.5 0.98121
5.5 4.5 0.239098
6.5 4.5 0.00310993
7.5 4.5 0.00149574
8.5 4.5 NaN
0.5 5.5 NaN
1.5 5.5 0.0583683
2.5 5.5 0.457151
3.5 5.5 0.883866
4.5 5.5 0.860147
5.5 5.5 0.187456
6.5 5.5 0.00624922
7.5 5.5 0.000245897
8.5 5.5 NaN
0.5 6.5 NaN
1.5 6.5 0.0372706
2.5 6.5 0.430218
3.5 6.5 0.852351
4.5 6.5 0.699849
5.5 6.5 0.141909
6.5 6.5 0.0123408
7.5 6.5 NaN
8.5 6.5 NaN
0.5 7.5 NaN
1.5 7.5 0.0307395
2.5 7.5 0.474101
3.5 7.5 0.83553
4.5 7.5 0.571749
5.5 7.5 0.134562
6.5 7.5 0.00418582
7.5 7.5 NaN
8.5 7.5 NaN
0.5 8.5 NaN
1.5 8.5 NaN
2.5 8.5 NaN
3.5 8.5 NaN
4.5 8.5 NaN
5.5 8.5 NaN
6.5 8.5 NaN
7.5 8.5 NaN
8.5 8.5 NaN
EOD

$data7 << EOD
0.5 0.5 0.000544928
1.5 0.5 0.0566112
2.5 0.5 0.652647
3.5 0.5 0.179133
4.5 0.5 0.079665
5.5 0.5 0.217284
6.5 0.5 0.149138
7.5 0.5 0.00182154
8.5 0.5 NaN
0.5 1.5 0.00181638
1.5 1.5 0.218014
2.5 1.5 1
3.5 1.5 0.218199
4.5 1.5 0.404398
5.5 1.5 0.0739445
6.5 1.5 0.137459
7.5 1.5 0.00631546
8.5 1.5 NaN
0.5 2.5 0.000316302
1.5 2.5 0.201675
2.5 2.5 0.446593
3.5 2.5 0.570349
4.5 2.5 0.472799
5.5 2.5 4.45697e-06
6.5 2.5 0.0014305
7.5 2.5 0.00329362
8.5 2.5 NaN
0.5 3.5 0.00140438
1.5 3.5 0.578547
2.5 3.5 0.824943
3.5 3.5 0.278119
4.5 3.5 0.22913
5.5 3.5 0.164057
6.5 3.5 0.0195404
7.5 3.5 0.00451048
8.5 3.5 NaN
0.5 4.5 0.000531681
1.5 4.5 0.0985529
2.5 4.5 0.707502
3.5 4.5 0.0696463
4.5 4.5 0.0996069
5.5 4.5 0.069213
6.5 4.5 0.00495874
7.5 4.5 0.00238493
8.5 4.5 NaN
0.5 5.5 0.00580787
1.5 5.5 0.0930674
2.5 5.5 0.624913
3.5 5.5 0.25482
4.5 5.5 0.29264
5.5 5.5 0.325154
6.5 5.5 0.00996431
7.5 5.5 0.00039208
8.5 5.5 NaN
0.5 6.5 0.0033263
1.5 6.5 0.0594274
2.5 6.5 0.581969
3.5 6.5 0.305071
4.5 6.5 0.548232
5.5 6.5 0.397778
6.5 6.5 0.0196772
7.5 6.5 0.0106455
8.5 6.5 NaN
0.5 7.5 0.00129728
1.5 7.5 0.0490138
2.5 7.5 0.755948
3.5 7.5 0.188151
4.5 7.5 0.752487
5.5 7.5 0.825526
6.5 7.5 0.00667423
7.5 7.5 0.0261971
8.5 7.5 NaN
0.5 8.5 NaN
1.5 8.5 NaN
2.5 8.5 NaN
3.5 8.5 NaN
4.5 8.5 NaN
5.5 8.5 NaN
6.5 8.5 NaN
7.5 8.5 NaN
8.5 8.5 NaN
EOD
set multiplot layout 1,4 title 'Figure 1: one image there and back' noenhanced font 'sans,16'

set title 'image x' font 'sans,13' textcolor '#222222'
unset border
unset tics
unset grid
unset key
unset colorbox
set size ratio -1
set palette defined (0 '#FFFFFF', 1 '#000000')
set cbrange [0:1]
set xrange [0:9]
set yrange [9:0]
plot $data1 using 1:2:3 with image pixels notitle

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

set title 'q(z|x) and a draw z' font 'sans,13' textcolor '#222222'
set xlabel 'z₁' textcolor '#333333'
set xrange [-1.03581:-0.592663]
set format x '%.6g'
set ylabel 'z₂' textcolor '#333333'
set yrange [-0.286706:0.511312]
set format y '%.6g'
unset key
plot $data2 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#0072B2' notitle, \
  $data3 using 1:2 with lines linewidth 1 dashtype 1 linecolor '#A00072B2' notitle, \
  $data4 using 1:2 with lines linewidth 2 dashtype (12,5) linecolor '#D55E00' notitle, \
  $data5 using 1:2 with points pointtype 5 pointsize 0.7 linecolor '#D55E00' notitle

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

set title 'mean f(z)' font 'sans,13' textcolor '#222222'
unset border
unset tics
unset grid
unset key
unset colorbox
set size ratio -1
set palette defined (0 '#FFFFFF', 1 '#000000')
set cbrange [0:1]
set xrange [0:9]
set yrange [9:0]
plot $data6 using 1:2:3 with image pixels notitle

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

set title 'size of x − f(z)' font 'sans,13' textcolor '#222222'
unset border
unset tics
unset grid
unset key
unset colorbox
set size ratio -1
set palette defined (0 '#FFFFFF', 1 '#000000')
set cbrange [0:1]
set xrange [0:9]
set yrange [9:0]
plot $data7 using 1:2:3 with image pixels notitle
unset multiplot
set output

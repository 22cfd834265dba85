# ch01-estimates-fan: The average over the prior closes on p(x)
# Eight runs, each adding samples to its own; the band is two exact standard errors to either side, and narrows by half with every four times as many samples.
# Redraw in this file's folder: gnuplot ch01-estimates-fan.gp

reset
set encoding utf8
set terminal svg size 720,450 noenhanced font 'sans,13' background '#ffffff' name 'ch01_estimates_fan'
set output 'ch01-estimates-fan.svg'
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
16 0.0492588 0.243669
32 0.0777295 0.215198
64 0.0978613 0.195066
128 0.112097 0.180831
256 0.122163 0.170765
512 0.12928 0.163647
1024 0.134313 0.158614
2048 0.137872 0.155056
4096 0.140388 0.152539
8192 0.142168 0.15076
16384 0.143426 0.149501
32768 0.144316 0.148612
65536 0.144945 0.147983
EOD

$data2 << EOD
16 0.0587649
32 0.117987
64 0.0987481
128 0.117813
256 0.146959
512 0.139048
1024 0.142486
2048 0.142713
4096 0.143641
8192 0.145657
16384 0.147791
32768 0.145504
65536 0.146386
EOD

$data3 << EOD
16 0.177068
32 0.174743
64 0.148749
128 0.144577
256 0.152186
512 0.148435
1024 0.153328
2048 0.150973
4096 0.146358
8192 0.14908
16384 0.148772
32768 0.146826
65536 0.147319
EOD

$data4 << EOD
16 0.152312
32 0.149089
64 0.12862
128 0.12995
256 0.133574
512 0.138951
1024 0.144968
2048 0.145886
4096 0.147954
8192 0.149499
16384 0.147416
32768 0.147058
65536 0.147231
EOD

$data5 << EOD
16 0.092229
32 0.123581
64 0.118414
128 0.120816
256 0.143227
512 0.141741
1024 0.149937
2048 0.152486
4096 0.14559
8192 0.147921
16384 0.147092
32768 0.145662
65536 0.145413
EOD

$data6 << EOD
16 0.0637284
32 0.128033
64 0.127085
128 0.137071
256 0.138433
512 0.148809
1024 0.149842
2048 0.151453
4096 0.146749
8192 0.14738
16384 0.147297
32768 0.146536
65536 0.146024
EOD

$data7 << EOD
16 0.160154
32 0.151654
64 0.164902
128 0.145364
256 0.151618
512 0.147063
1024 0.150962
2048 0.152338
4096 0.148353
8192 0.146339
16384 0.146609
32768 0.146278
65536 0.146738
EOD

$data8 << EOD
16 0.166186
32 0.17943
64 0.165948
128 0.160358
256 0.141769
512 0.143642
1024 0.147249
2048 0.153372
4096 0.147004
8192 0.144499
16384 0.14589
32768 0.145039
65536 0.144465
EOD

$data9 << EOD
16 0.205312
32 0.204639
64 0.153555
128 0.141137
256 0.149061
512 0.150424
1024 0.149199
2048 0.14553
4096 0.145987
8192 0.149122
16384 0.146383
32768 0.146689
65536 0.14639
EOD

$data10 << EOD
16 0.146464
65536 0.146464
EOD

set title 'The average over the prior closes on p(x)' font 'sans,16' textcolor '#222222'
set xlabel 'samples m' textcolor '#333333'
set logscale x
set xrange [15.9998:65536]
set xtics ('' 2e1 1, '' 3e1 1, '' 4e1 1, '' 5e1 1, '' 6e1 1, '' 7e1 1, '' 8e1 1, '' 9e1 1, '10²' 1e2, '' 2e2 1, '' 3e2 1, '' 4e2 1, '' 5e2 1, '' 6e2 1, '' 7e2 1, '' 8e2 1, '' 9e2 1, '10³' 1e3, '' 2e3 1, '' 3e3 1, '' 4e3 1, '' 5e3 1, '' 6e3 1, '' 7e3 1, '' 8e3 1, '' 9e3 1, '10⁴' 1e4, '' 2e4 1, '' 3e4 1, '' 4e4 1, '' 5e4 1, '' 6e4 1)
set ylabel 'estimate of the density p(x)' textcolor '#333333'
set yrange [0.0375942:0.255333]
set format y '%.6g'
set key outside center bottom horizontal Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data1 using 1:2:3 with filledcurves fillstyle transparent solid 0.18 linecolor '#56B4E9' title '± 2 standard errors', \
  $data2 using 1:2 with lines linewidth 1 dashtype 1 linecolor '#A00072B2' notitle, \
  $data3 using 1:2 with lines linewidth 1 dashtype 1 linecolor '#A00072B2' notitle, \
  $data4 using 1:2 with lines linewidth 1 dashtype 1 linecolor '#A00072B2' notitle, \
  $data5 using 1:2 with lines linewidth 1 dashtype 1 linecolor '#A00072B2' notitle, \
  $data6 using 1:2 with lines linewidth 1 dashtype 1 linecolor '#A00072B2' notitle, \
  $data7 using 1:2 with lines linewidth 1 dashtype 1 linecolor '#A00072B2' notitle, \
  $data8 using 1:2 with lines linewidth 1 dashtype 1 linecolor '#A00072B2' notitle, \
  $data9 using 1:2 with lines linewidth 1 dashtype 1 linecolor '#A00072B2' notitle, \
  $data10 using 1:2 with lines linewidth 1.5 dashtype (6,4) linecolor '#333333' title 'N(x | 0, w² + s²)'
set output

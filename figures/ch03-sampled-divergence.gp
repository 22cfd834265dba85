# ch03-sampled-divergence: The sampled divergence closes on the formula
# Eight runs, each adding samples to its own; the band is two exact standard errors to either side.
# Redraw in this file's folder: gnuplot ch03-sampled-divergence.gp

reset
set encoding utf8
set terminal svg size 720,450 noenhanced font 'sans,13' background '#ffffff' name 'ch03_sampled_divergence'
set output 'ch03-sampled-divergence.svg'
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
4 1.16833 6.10497
8 1.89129 5.38202
16 2.40249 4.87081
32 2.76397 4.50933
64 3.01957 4.25373
128 3.20031 4.07299
256 3.32811 3.94519
512 3.41848 3.85482
1024 3.48238 3.79092
2048 3.52757 3.74574
4096 3.55952 3.71379
8192 3.58211 3.69119
16384 3.59808 3.67522
32768 3.60938 3.66392
65536 3.61737 3.65593
EOD

$data2 << EOD
4 4.37279
8 3.33848
16 3.17145
32 3.32723
64 3.24884
128 3.4418
256 3.3632
512 3.50323
1024 3.5459
2048 3.56183
4096 3.59755
8192 3.6171
16384 3.6256
32768 3.62988
65536 3.6455
EOD

$data3 << EOD
4 4.43279
8 2.92995
16 3.14767
32 3.63297
64 4.19435
128 3.93886
256 3.82949
512 3.67762
1024 3.62876
2048 3.6453
4096 3.60447
8192 3.6406
16384 3.63665
32768 3.62617
65536 3.63809
EOD

$data4 << EOD
4 2.33928
8 2.51665
16 2.82869
32 3.37037
64 3.14941
128 3.15228
256 3.60179
512 3.55791
1024 3.64823
2048 3.65201
4096 3.64691
8192 3.62964
16384 3.64356
32768 3.65691
65536 3.65112
EOD

$data5 << EOD
4 1.50871
8 1.43243
16 1.81801
32 2.63772
64 3.42592
128 3.1442
256 3.5341
512 3.4675
1024 3.68162
2048 3.64605
4096 3.61655
8192 3.60978
16384 3.61612
32768 3.61975
65536 3.63275
EOD

$data6 << EOD
4 2.06801
8 2.30699
16 3.26066
32 3.49907
64 3.81055
128 3.73446
256 3.71366
512 3.67068
1024 3.61201
2048 3.68062
4096 3.66609
8192 3.65187
16384 3.66046
32768 3.66399
65536 3.64718
EOD

$data7 << EOD
4 1.7805
8 2.62987
16 2.9687
32 2.74555
64 3.21336
128 3.29596
256 3.48983
512 3.69679
1024 3.56686
2048 3.579
4096 3.59112
8192 3.61058
16384 3.62811
32768 3.64065
65536 3.63973
EOD

$data8 << EOD
4 2.61534
8 1.76932
16 2.78797
32 3.26181
64 3.42413
128 3.55796
256 3.60697
512 3.45613
1024 3.4259
2048 3.56347
4096 3.62186
8192 3.65406
16384 3.63987
32768 3.63052
65536 3.63355
EOD

$data9 << EOD
4 3.16705
8 3.00087
16 2.70643
32 3.1278
64 3.59292
128 3.79419
256 3.71036
512 3.81219
1024 3.67748
2048 3.63592
4096 3.61436
8192 3.65141
16384 3.66321
32768 3.64802
65536 3.63889
EOD

$data10 << EOD
4 3.63665
65536 3.63665
EOD

set title 'The sampled divergence closes on the formula' font 'sans,16' textcolor '#222222'
set xlabel 'samples m' textcolor '#333333'
set logscale x
set xrange [3.99996:65536]
set xtics ('' 4e0 1, '' 5e0 1, '' 6e0 1, '' 7e0 1, '' 8e0 1, '' 9e0 1, '10¹' 1e1, '' 2e1 1, '' 3e1 1, '' 4e1 1, '' 5e1 1, '' 6e1 1, '' 7e1 1, '' 8e1 1, '' 9e1 1, '10²' 1e2, '' 2e2 1, '' 3e2 1, '' 4e2 1, '' 5e2 1, '' 6e2 1, '' 7e2 1, '' 8e2 1, '' 9e2 1, '10³' 1e3, '' 2e3 1, '' 3e3 1, '' 4e3 1, '' 5e3 1, '' 6e3 1, '' 7e3 1, '' 8e3 1, '' 9e3 1, '10⁴' 1e4, '' 2e4 1, '' 3e4 1, '' 4e4 1, '' 5e4 1, '' 6e4 1)
set ylabel 'sampled divergence (nats)' textcolor '#333333'
set yrange [0.872134:6.40117]
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
  $data10 using 1:2 with lines linewidth 1.5 dashtype (6,4) linecolor '#333333' title 'equation (16)'
set output

# benchmark-processes: Evaluation scales; training needs large minibatches
# Modelled from the measured work of one process and the measured sizes of messages; 1 is N times the speed of one machine. Dashed: 0.8.
# Redraw in this file's folder: gnuplot benchmark-processes.gp

reset
set encoding utf8
set terminal svg size 1280,460 noenhanced font 'sans,13' background '#ffffff' name 'benchmark_processes'
set output 'benchmark-processes.svg'
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
1 1
2 0.785513
4 0.646786
8 0.549704
16 0.477962
32 0.422785
64 0.379029
128 0.34348
256 0.314028
EOD

$data2 << EOD
1 1
2 0.971586
4 0.944742
8 0.919342
16 0.895271
32 0.872429
64 0.850724
128 0.830072
256 0.810399
EOD

$data3 << EOD
1 1
2 0.75657
4 0.444688
8 0.214143
16 0.0939335
32 0.0402157
64 0.017277
128 0.00751983
256 0.00331864
EOD

$data4 << EOD
1 1
2 0.97342
4 0.948217
8 0.924286
16 0.901533
32 0.879874
64 0.85923
128 0.839534
256 0.82072
EOD

$data5 << EOD
1 1
2 0.997084
4 0.994185
8 0.991303
16 0.988437
32 0.985588
64 0.982756
128 0.979939
256 0.977139
EOD

$data6 << EOD
1 1
2 0.937554
4 0.814221
8 0.621894
16 0.403058
32 0.224521
64 0.112463
128 0.0535485
256 0.0249658
EOD

$data7 << EOD
1 0.8
256 0.8
EOD

$data8 << EOD
1 1
2 0.584372
4 0.4128
8 0.31911
16 0.260081
32 0.219481
64 0.189846
128 0.167261
256 0.149479
EOD

$data9 << EOD
1 1
2 0.933599
4 0.875467
8 0.82415
16 0.778515
32 0.73767
64 0.700897
128 0.667616
256 0.637352
EOD

$data10 << EOD
1 1
2 0.584372
4 0.260081
8 0.104878
16 0.0420881
32 0.0172714
64 0.00726754
128 0.00312739
256 0.00137063
EOD

$data11 << EOD
1 1
2 0.933599
4 0.875467
8 0.82415
16 0.778515
32 0.73767
64 0.700897
128 0.667616
256 0.637352
EOD

$data12 << EOD
1 1
2 0.992938
4 0.985975
8 0.979109
16 0.972337
32 0.965659
64 0.959072
128 0.952574
256 0.946164
EOD

$data13 << EOD
1 1
2 0.933599
4 0.778515
8 0.539523
16 0.305253
32 0.149479
64 0.0680466
128 0.0303181
256 0.0134933
EOD

$data14 << EOD
1 0.8
256 0.8
EOD

$data15 << EOD
1 1
2 0.999911
4 0.999816
8 0.999609
16 0.999129
32 0.996311
64 0.98967
128 0.972563
256 0.925107
EOD

$data16 << EOD
1 1
2 0.999991
4 0.999982
8 0.999961
16 0.999913
32 0.998193
64 0.994665
128 0.987263
256 0.971161
EOD

$data17 << EOD
1 0.8
256 0.8
EOD
set multiplot layout 1,3 title 'Evaluation scales; training needs large minibatches' noenhanced font 'sans,16'

set title 'train 784–500–20' font 'sans,13' textcolor '#222222'
set xlabel 'processes, one on each machine' textcolor '#333333'
set logscale x
set xrange [0.99999:256]
set xtics ('1' 1e0, '' 2e0 1, '' 3e0 1, '' 4e0 1, '' 5e0 1, '' 6e0 1, '' 7e0 1, '' 8e0 1, '' 9e0 1, '10' 1e1, '' 2e1 1, '' 3e1 1, '' 4e1 1, '' 5e1 1, '' 6e1 1, '' 7e1 1, '' 8e1 1, '' 9e1 1, '100' 1e2, '' 2e2 1)
set ylabel 'efficiency' textcolor '#333333'
set yrange [0:1.05]
set format y '%.6g'
set key outside center bottom horizontal Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data1 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#0072B2' title '400 images each, 10 Gb/s', \
  $data2 using 1:2 with lines linewidth 2 dashtype (12,5) linecolor '#D55E00' title '4,000 images each, 10 Gb/s', \
  $data3 using 1:2 with lines linewidth 2 dashtype (3,4) linecolor '#009E73' title '800 images in total, 10 Gb/s', \
  $data4 using 1:2 with lines linewidth 2 dashtype (14,4,3,4) linecolor '#CC79A7' title '400 images each, 100 Gb/s', \
  $data5 using 1:2 with lines linewidth 2 dashtype (7,3) linecolor '#E69F00' title '4,000 images each, 100 Gb/s', \
  $data6 using 1:2 with lines linewidth 2 dashtype (14,4,3,4,3,4) linecolor '#56B4E9' title '800 images in total, 100 Gb/s', \
  $data7 using 1:2 with lines linewidth 1.5 dashtype (6,4) linecolor '#333333' notitle

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

set title 'train 64–64–2' font 'sans,13' textcolor '#222222'
set xlabel 'processes, one on each machine' textcolor '#333333'
set logscale x
set xrange [0.99999:256]
set xtics ('1' 1e0, '' 2e0 1, '' 3e0 1, '' 4e0 1, '' 5e0 1, '' 6e0 1, '' 7e0 1, '' 8e0 1, '' 9e0 1, '10' 1e1, '' 2e1 1, '' 3e1 1, '' 4e1 1, '' 5e1 1, '' 6e1 1, '' 7e1 1, '' 8e1 1, '' 9e1 1, '100' 1e2, '' 2e2 1)
set ylabel 'efficiency' textcolor '#333333'
set yrange [0:1.05]
set format y '%.6g'
set key outside center bottom horizontal Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data8 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#0072B2' title '400 images each, 10 Gb/s', \
  $data9 using 1:2 with lines linewidth 2 dashtype (12,5) linecolor '#D55E00' title '4,000 images each, 10 Gb/s', \
  $data10 using 1:2 with lines linewidth 2 dashtype (3,4) linecolor '#009E73' title '800 images in total, 10 Gb/s', \
  $data11 using 1:2 with lines linewidth 2 dashtype (14,4,3,4) linecolor '#CC79A7' title '400 images each, 100 Gb/s', \
  $data12 using 1:2 with lines linewidth 2 dashtype (7,3) linecolor '#E69F00' title '4,000 images each, 100 Gb/s', \
  $data13 using 1:2 with lines linewidth 2 dashtype (14,4,3,4,3,4) linecolor '#56B4E9' title '800 images in total, 100 Gb/s', \
  $data14 using 1:2 with lines linewidth 1.5 dashtype (6,4) linecolor '#333333' notitle

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

set title 'log p(x), 784–500–20' font 'sans,13' textcolor '#222222'
set xlabel 'processes, one on each machine' textcolor '#333333'
set logscale x
set xrange [0.99999:256]
set xtics ('1' 1e0, '' 2e0 1, '' 3e0 1, '' 4e0 1, '' 5e0 1, '' 6e0 1, '' 7e0 1, '' 8e0 1, '' 9e0 1, '10' 1e1, '' 2e1 1, '' 3e1 1, '' 4e1 1, '' 5e1 1, '' 6e1 1, '' 7e1 1, '' 8e1 1, '' 9e1 1, '100' 1e2, '' 2e2 1)
set ylabel 'efficiency' textcolor '#333333'
set yrange [0:1.05]
set format y '%.6g'
set key outside center bottom horizontal Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data15 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#0072B2' title '10,000 images in total, 10 Gb/s', \
  $data16 using 1:2 with lines linewidth 2 dashtype (12,5) linecolor '#D55E00' title '10,000 images in total, 100 Gb/s', \
  $data17 using 1:2 with lines linewidth 1.5 dashtype (6,4) linecolor '#333333' notitle
unset multiplot
set output

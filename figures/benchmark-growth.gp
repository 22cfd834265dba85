# benchmark-growth: Time grows linearly, memory not with samples
# Equation (1) through a 2-64-64 decoder against samples; an epoch of a 64-64-2 model against its data; a step of models with one hidden layer against their parameters.
# Redraw in this file's folder: gnuplot benchmark-growth.gp

reset
set encoding utf8
set terminal svg size 1280,400 noenhanced font 'sans,13' background '#ffffff' name 'benchmark_growth'
set output 'benchmark-growth.svg'
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
10000 21.2773
100000 22.0273
1e+06 22.6523
1e+07 22.6523
EOD

$data2 << EOD
10000 21.2773
100000 22.0273
1e+06 22.6523
1e+07 22.6523
EOD

$data3 << EOD
250000 23.3211
500000 46.4641
1e+06 90.2936
2e+06 191.22
4e+06 362.737
8e+06 763.511
EOD

$data4 << EOD
250000 23.3211
500000 46.4641
1e+06 90.2936
2e+06 191.22
4e+06 362.737
8e+06 763.511
EOD

$data5 << EOD
4000 2.23225
8000 4.50473
16000 9.41182
32000 18.7164
64000 38.3628
128000 80.3096
EOD

$data6 << EOD
4000 2.23225
8000 4.50473
16000 9.41182
32000 18.7164
64000 38.3628
128000 80.3096
EOD

$data7 << EOD
209464 0.955152
418104 2.23861
835384 4.19583
1.66994e+06 7.90325
3.33906e+06 15.7684
EOD

$data8 << EOD
209464 0.955152
418104 2.23861
835384 4.19583
1.66994e+06 7.90325
3.33906e+06 15.7684
EOD
set multiplot layout 1,4 title 'Time grows linearly, memory not with samples' noenhanced font 'sans,16'

set title 'Memory of eq. (1)' font 'sans,13' textcolor '#222222'
set xlabel 'samples' textcolor '#333333'
set logscale x
set xrange [8128.22:1.23027e+07]
set xtics ('' 9e3 1, '10⁴' 1e4, '' 2e4 1, '' 3e4 1, '' 4e4 1, '' 5e4 1, '' 6e4 1, '' 7e4 1, '' 8e4 1, '' 9e4 1, '10⁵' 1e5, '' 2e5 1, '' 3e5 1, '' 4e5 1, '' 5e5 1, '' 6e5 1, '' 7e5 1, '' 8e5 1, '' 9e5 1, '10⁶' 1e6, '' 2e6 1, '' 3e6 1, '' 4e6 1, '' 5e6 1, '' 6e6 1, '' 7e6 1, '' 8e6 1, '' 9e6 1, '10⁷' 1e7)
set ylabel 'peak memory (MB)' textcolor '#333333'
set yrange [0:45.3047]
set format y '%.6g'
unset key
plot $data1 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#0072B2' notitle, \
  $data2 using 1:2 with points pointtype 5 pointsize 0.7 linecolor '#D55E00' notitle

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

set title 'Time of eq. (1)' font 'sans,13' textcolor '#222222'
set xlabel 'samples' textcolor '#333333'
set logscale x
set xrange [225310:8.87656e+06]
set xtics ('' 3e5 1, '' 4e5 1, '5·10⁵' 5e5, '' 6e5 1, '' 7e5 1, '' 8e5 1, '' 9e5 1, '10⁶' 1e6, '2·10⁶' 2e6, '' 3e6 1, '' 4e6 1, '5·10⁶' 5e6, '' 6e6 1, '' 7e6 1, '' 8e6 1)
set ylabel 'processor time (ms)' textcolor '#333333'
set logscale y
set yrange [18.9165:941.281]
set ytics ('' 2e1 1, '' 3e1 1, '' 4e1 1, '' 5e1 1, '' 6e1 1, '' 7e1 1, '' 8e1 1, '' 9e1 1, '100' 1e2, '' 2e2 1, '' 3e2 1, '' 4e2 1, '' 5e2 1, '' 6e2 1, '' 7e2 1, '' 8e2 1, '' 9e2 1)
unset key
plot $data3 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#0072B2' notitle, \
  $data4 using 1:2 with points pointtype 5 pointsize 0.7 linecolor '#D55E00' notitle

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

set title 'Time of an epoch' font 'sans,13' textcolor '#222222'
set xlabel 'data' textcolor '#333333'
set logscale x
set xrange [3604.97:142025]
set xtics ('' 4e3 1, '5·10³' 5e3, '' 6e3 1, '' 7e3 1, '' 8e3 1, '' 9e3 1, '10⁴' 1e4, '2·10⁴' 2e4, '' 3e4 1, '' 4e4 1, '5·10⁴' 5e4, '' 6e4 1, '' 7e4 1, '' 8e4 1, '' 9e4 1, '10⁵' 1e5)
set ylabel 'processor time (ms)' textcolor '#333333'
set logscale y
set yrange [1.80044:99.5701]
set ytics ('' 2e0 1, '' 3e0 1, '' 4e0 1, '' 5e0 1, '' 6e0 1, '' 7e0 1, '' 8e0 1, '' 9e0 1, '10' 1e1, '' 2e1 1, '' 3e1 1, '' 4e1 1, '' 5e1 1, '' 6e1 1, '' 7e1 1, '' 8e1 1, '' 9e1 1)
unset key
plot $data5 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#0072B2' notitle, \
  $data6 using 1:2 with points pointtype 5 pointsize 0.7 linecolor '#D55E00' notitle

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

set title 'Time of a training step' font 'sans,13' textcolor '#222222'
set xlabel 'parameters' textcolor '#333333'
set logscale x
set xrange [192766:3.62828e+06]
set xtics ('2·10⁵' 2e5, '' 3e5 1, '' 4e5 1, '5·10⁵' 5e5, '' 6e5 1, '' 7e5 1, '' 8e5 1, '' 9e5 1, '10⁶' 1e6, '2·10⁶' 2e6, '' 3e6 1)
set ylabel 'processor time (ms)' textcolor '#333333'
set logscale y
set yrange [0.807245:18.6573]
set ytics ('' 9e-1 1, '1' 1e0, '2' 2e0, '' 3e0 1, '' 4e0 1, '5' 5e0, '' 6e0 1, '' 7e0 1, '' 8e0 1, '' 9e0 1, '10' 1e1)
unset key
plot $data7 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#0072B2' notitle, \
  $data8 using 1:2 with points pointtype 5 pointsize 0.7 linecolor '#D55E00' notitle
unset multiplot
set output

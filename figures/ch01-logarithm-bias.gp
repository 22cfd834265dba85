# ch01-logarithm-bias: The logarithm of an average is too low by R/2m
# Measured over many replications, with two standard errors, against R/2m: the fewer the samples, the more the next orders show.
# Redraw in this file's folder: gnuplot ch01-logarithm-bias.gp

reset
set encoding utf8
set terminal svg size 720,450 noenhanced font 'sans,13' background '#ffffff' name 'ch01_logarithm_bias'
set output 'ch01-logarithm-bias.svg'
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
8 0.110118
16 0.0550588
32 0.0275294
64 0.0137647
128 0.00688235
256 0.00344117
512 0.00172059
1024 0.000860294
EOD

$data2 << EOD
8 0.151089 0.00499098
16 0.0625113 0.00217135
32 0.0288228 0.00129199
64 0.0147479 0.000850951
128 0.0068508 0.000493989
256 0.00349767 0.000311133
512 0.00177731 0.000177374
1024 0.000875501 9.63574e-05
EOD

set title 'The logarithm of an average is too low by R/2m' font 'sans,16' textcolor '#222222'
set xlabel 'samples m in one average' textcolor '#333333'
set logscale x
set xrange [6.58866:1243.34]
set xtics ('' 7e0 1, '' 8e0 1, '' 9e0 1, '10' 1e1, '' 2e1 1, '' 3e1 1, '' 4e1 1, '' 5e1 1, '' 6e1 1, '' 7e1 1, '' 8e1 1, '' 9e1 1, '100' 1e2, '' 2e2 1, '' 3e2 1, '' 4e2 1, '' 5e2 1, '' 6e2 1, '' 7e2 1, '' 8e2 1, '' 9e2 1, '1000' 1e3)
set ylabel 'log p(x) − E log p̂ (nats)' textcolor '#333333'
set logscale y
set yrange [0.000566904:0.214512]
set ytics ('' 6e-4 1, '' 7e-4 1, '' 8e-4 1, '' 9e-4 1, '10⁻³' 1e-3, '' 2e-3 1, '' 3e-3 1, '' 4e-3 1, '' 5e-3 1, '' 6e-3 1, '' 7e-3 1, '' 8e-3 1, '' 9e-3 1, '10⁻²' 1e-2, '' 2e-2 1, '' 3e-2 1, '' 4e-2 1, '' 5e-2 1, '' 6e-2 1, '' 7e-2 1, '' 8e-2 1, '' 9e-2 1, '10⁻¹' 1e-1, '' 2e-1 1)
set key outside center bottom horizontal Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data1 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#D55E00' title 'R/2m', \
  $data2 using 1:2:3 with yerrorbars linewidth 1.5 pointtype 5 pointsize 0.7 linecolor '#0072B2' title 'measured, ± 2 standard errors'
set output

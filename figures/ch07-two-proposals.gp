# ch07-two-proposals: The prior loses sight of the image; q does not
# The estimate of log p(x) less the exact value, per image, with the standard error that the draws report. The prior's points fall, and their bars, which never exceed 1 nat, do not follow.
# Redraw in this file's folder: gnuplot ch07-two-proposals.gp

reset
set encoding utf8
set terminal svg size 720,450 noenhanced font 'sans,13' background '#ffffff' name 'ch07_two_proposals'
set output 'ch07-two-proposals.svg'
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
0 0
22 0
EOD

$data2 << EOD
1.8 -0.0130625 0.281992
4.8 -0.561348 0.965117
9.8 -10.3278 1
19.8 -58.6785 1
EOD

$data3 << EOD
2.2 -0.00471007 0.00301344
5.2 -0.00645559 0.00503695
10.2 -0.00341518 0.0080039
20.2 0.00996615 0.0148997
EOD

set title 'The prior loses sight of the image; q does not' font 'sans,16' textcolor '#222222'
set xlabel 'latent dimensions d' textcolor '#333333'
set xrange [0:22]
set format x '%.6g'
set ylabel 'estimate less log p(x) (nats)' textcolor '#333333'
set yrange [-63.2835:4.00871]
set format y '%.6g'
set key inside left bottom vertical opaque Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data1 using 1:2 with lines linewidth 1.5 dashtype (6,4) linecolor '#333333' title 'exact', \
  $data2 using 1:2:3 with yerrorbars linewidth 1.5 pointtype 7 pointsize 0.7 linecolor '#D55E00' title 'draws of the prior', \
  $data3 using 1:2:3 with yerrorbars linewidth 1.5 pointtype 5 pointsize 0.7 linecolor '#0072B2' title 'draws of q'
set output

# ch08-collapse: What each coordinate carries when s² is held
# The mean divergence of each coordinate, largest first: trained, and by formula. Beyond the last eigenvalue above s², nothing is left.
# Redraw in this file's folder: gnuplot ch08-collapse.gp

reset
set encoding utf8
set terminal svg size 720,450 noenhanced font 'sans,13' background '#ffffff' name 'ch08_collapse'
set output 'ch08-collapse.svg'
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
1 0.84735
2 0.187967
3 0
4 0
EOD

$data2 << EOD
1 0.832272
2 0.187031
3 0.00052979
4 0.000211691
EOD

set title 'What each coordinate carries when s² is held' font 'sans,16' textcolor '#222222'
set xlabel 'coordinate' textcolor '#333333'
set xrange [0.5:4.5]
set xtics ('1' 1, '2' 2, '3' 3, '4' 4)
set ylabel 'divergence (nats)' textcolor '#333333'
set yrange [-0.050841:0.898191]
set format y '%.6g'
set key inside right top vertical opaque Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data1 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#0072B2' title '½ log(λⱼ/s²), or 0', \
  $data2 using 1:2 with points pointtype 5 pointsize 0.7 linecolor '#D55E00' title 'trained'
set output

# ch06-ranks: The rank of the true z by how well it explains x
# 4000 simulated pairs, the true z among 19 draws from q: flat for the posterior. A q that ignores x puts the true z first far too often.
# Redraw in this file's folder: gnuplot ch06-ranks.gp

reset
set encoding utf8
set terminal svg size 720,450 noenhanced font 'sans,13' background '#ffffff' name 'ch06_ranks'
set output 'ch06-ranks.svg'
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
-0.5 0
-0.5 0
0.5 0
0.5 0
1.5 0
1.5 0
2.5 0
2.5 0.05
3.5 0.05
3.5 0.1
4.5 0.1
4.5 0.15
5.5 0.15
5.5 0.375
6.5 0.375
6.5 0.525
7.5 0.525
7.5 0.75
8.5 0.75
8.5 1.25
9.5 1.25
9.5 1.625
10.5 1.625
10.5 2.775
11.5 2.775
11.5 3.725
12.5 3.725
12.5 4.825
13.5 4.825
13.5 7
14.5 7
14.5 8.75
15.5 8.75
15.5 11.525
16.5 11.525
16.5 14.9
17.5 14.9
17.5 17.025
18.5 17.025
18.5 24.65
19.5 24.65
19.5 0
EOD

$data2 << EOD
-0.5 0
-0.5 4.375
0.5 4.375
0.5 5.15
1.5 5.15
1.5 5.525
2.5 5.525
2.5 4.975
3.5 4.975
3.5 5
4.5 5
4.5 6.025
5.5 6.025
5.5 4.8
6.5 4.8
6.5 5.15
7.5 5.15
7.5 5.2
8.5 5.2
8.5 5.25
9.5 5.25
9.5 4.45
10.5 4.45
10.5 4.875
11.5 4.875
11.5 4.975
12.5 4.975
12.5 5.025
13.5 5.025
13.5 4.85
14.5 4.85
14.5 4.175
15.5 4.175
15.5 4.675
16.5 4.675
16.5 5.5
17.5 5.5
17.5 5.025
18.5 5.025
18.5 5
19.5 5
19.5 0
EOD

$data3 << EOD
-0.5 5
19.5 5
EOD

set title 'The rank of the true z by how well it explains x' font 'sans,16' textcolor '#222222'
set xlabel 'draws that explain x worse than the true z' textcolor '#333333'
set xrange [-0.5:19.5]
set format x '%.6g'
set ylabel 'share of the pairs (%)' textcolor '#333333'
set yrange [0:26.129]
set format y '%.6g'
set key inside left top vertical opaque Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data1 using 1:2 with filledcurves y1=0 fillstyle transparent solid 0.4 linecolor '#D55E00' title 'q = prior', \
  $data1 using 1:2 with lines linewidth 1.5 dashtype 1 linecolor '#D55E00' notitle, \
  $data2 using 1:2 with filledcurves y1=0 fillstyle transparent solid 0.18 linecolor '#0072B2' title 'q = posterior', \
  $data2 using 1:2 with lines linewidth 1.5 dashtype 1 linecolor '#0072B2' notitle, \
  $data3 using 1:2 with lines linewidth 1.5 dashtype (6,4) linecolor '#333333' title 'calibrated'
set output

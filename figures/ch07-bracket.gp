# ch07-bracket: log p(x) between two ladders
# The bounds from K draws on the toy. Those from below close in quickly; those from above, whose weights have the heavier tail, slowly.
# Redraw in this file's folder: gnuplot ch07-bracket.gp

reset
set encoding utf8
set terminal svg size 720,450 noenhanced font 'sans,13' background '#ffffff' name 'ch07_bracket'
set output 'ch07-bracket.svg'
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
0.846745 -1.92098
302.334 -1.92098
EOD

$data2 << EOD
1 -1.51303
4 -1.70072
16 -1.81657
64 -1.87629
256 -1.90343
EOD

$data3 << EOD
1 -1.51303
4 -1.70072
16 -1.81657
64 -1.87629
256 -1.90343
EOD

$data4 << EOD
1 -2.63111
4 -2.04138
16 -1.94646
64 -1.92698
256 -1.92224
EOD

$data5 << EOD
1 -2.63111
4 -2.04138
16 -1.94646
64 -1.92698
256 -1.92224
EOD

set title 'log p(x) between two ladders' font 'sans,16' textcolor '#222222'
set xlabel 'draws K' textcolor '#333333'
set logscale x
set xrange [0.846737:302.334]
set xtics ('' 9e-1 1, '1' 1e0, '' 2e0 1, '' 3e0 1, '' 4e0 1, '' 5e0 1, '' 6e0 1, '' 7e0 1, '' 8e0 1, '' 9e0 1, '10' 1e1, '' 2e1 1, '' 3e1 1, '' 4e1 1, '' 5e1 1, '' 6e1 1, '' 7e1 1, '' 8e1 1, '' 9e1 1, '100' 1e2, '' 2e2 1, '' 3e2 1)
set ylabel 'nats' textcolor '#333333'
set yrange [-2.69819:-1.44595]
set format y '%.6g'
set key inside right top vertical opaque Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data1 using 1:2 with lines linewidth 1.5 dashtype (6,4) linecolor '#333333' title 'log p(x)', \
  $data2 using 1:2 with lines linewidth 2 dashtype 1 linecolor '#D55E00' title 'from above: draws of the posterior', \
  $data3 using 1:2 with points pointtype 7 pointsize 0.7 linecolor '#D55E00' notitle, \
  $data4 using 1:2 with lines linewidth 2 dashtype (12,5) linecolor '#0072B2' title 'from below: draws of q', \
  $data5 using 1:2 with points pointtype 5 pointsize 0.7 linecolor '#0072B2' notitle
set output

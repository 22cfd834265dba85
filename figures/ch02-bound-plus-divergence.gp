# ch02-bound-plus-divergence: Every q splits the same log p(x)
# The divergence fills what the bound misses. Three q's are the posterior, shifted by two of its deviations, three times too wide, or three times too narrow.
# Redraw in this file's folder: gnuplot ch02-bound-plus-divergence.gp

reset
set encoding utf8
set terminal svg size 720,450 noenhanced font 'sans,13' background '#ffffff' name 'ch02_bound_plus_divergence'
set output 'ch02-bound-plus-divergence.svg'
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
0 -6.82236 -0.3 0.3 -7.84572 -6.82236
1 -2.63208 0.7 1.3 -7.84572 -2.63208
2 -3.92098 1.7 2.3 -7.84572 -3.92098
3 -4.82236 2.7 3.3 -7.84572 -4.82236
4 -2.57515 3.7 4.3 -7.84572 -2.57515
5 -1.92098 4.7 5.3 -7.84572 -1.92098
EOD

$data2 << EOD
0 -1.92098 -0.3 0.3 -6.82236 -1.92098
1 -1.92098 0.7 1.3 -2.63208 -1.92098
2 -1.92098 1.7 2.3 -3.92098 -1.92098
3 -1.92098 2.7 3.3 -4.82236 -1.92098
4 -1.92098 3.7 4.3 -2.57515 -1.92098
5 -1.92098 4.7 5.3 -1.92098 -1.92098
EOD

$data3 << EOD
-0.6 -1.92098
5.6 -1.92098
EOD

set title 'Every q splits the same log p(x)' font 'sans,16' textcolor '#222222'
set xlabel 'approximate posterior q' textcolor '#333333'
set xrange [-0.6:5.6]
set xtics ('the prior' 0, 'the given q' 1, 'shifted' 2, 'too wide' 3, 'too narrow' 4, 'the posterior' 5)
set ylabel 'nats' textcolor '#333333'
set yrange [-7.84572:-1.56549]
set format y '%.6g'
set grid noxtics
set key outside center bottom horizontal Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data1 using 1:2:3:4:5:6 with boxxyerror fillstyle solid 1 border linecolor '#333333' fillcolor '#0072B2' linewidth 1 title 'bound L(Θ, q)', \
  $data2 using 1:2:3:4:5:6 with boxxyerror fillstyle solid 1 border linecolor '#333333' fillcolor '#E69F00' linewidth 1 title 'KL(q ‖ p(z | x, Θ))', \
  $data3 using 1:2 with lines linewidth 1.5 dashtype (6,4) linecolor '#333333' title 'log p(x | Θ)'
set output

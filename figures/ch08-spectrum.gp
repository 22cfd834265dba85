# ch08-spectrum: An eigenvalue above s² is worth a coordinate
# The first twenty eigenvalues of the images' covariance. Left, the best s² for d coordinates lies among the eigenvalues that they discard. Right, s² is held: as many coordinates survive as points lie above the line.
# Redraw in this file's folder: gnuplot ch08-spectrum.gp

reset
set encoding utf8
set terminal svg size 960,420 noenhanced font 'sans,13' background '#ffffff' name 'ch08_spectrum'
set output 'ch08-spectrum.svg'
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
1 0.698857
2 0.639167
3 0.553553
4 0.394704
5 0.271385
6 0.230764
7 0.202561
8 0.171838
9 0.157377
10 0.144497
11 0.111341
12 0.106664
13 0.0855051
14 0.0832519
15 0.0688551
16 0.0661618
17 0.061885
18 0.0585786
19 0.0477643
20 0.0425031
EOD

$data2 << EOD
1 0.698857
2 0.639167
3 0.553553
4 0.394704
5 0.271385
6 0.230764
7 0.202561
8 0.171838
9 0.157377
10 0.144497
11 0.111341
12 0.106664
13 0.0855051
14 0.0832519
15 0.0688551
16 0.0661618
17 0.061885
18 0.0585786
19 0.0477643
20 0.0425031
EOD

$data3 << EOD
0 0.054117
20.9 0.054117
EOD

$data4 << EOD
1 1.78445
2 0.477277
3 0.225029
4 0.179461
5 0.158217
6 0.134787
7 0.111763
8 0.0903381
9 0.0757355
10 0.0617061
11 0.0556358
12 0.0494652
13 0.0468224
14 0.038502
15 0.0342571
16 0.032407
17 0.0320526
18 0.0291775
19 0.0262173
20 0.0231857
EOD

$data5 << EOD
1 1.78445
2 0.477277
3 0.225029
4 0.179461
5 0.158217
6 0.134787
7 0.111763
8 0.0903381
9 0.0757355
10 0.0617061
11 0.0556358
12 0.0494652
13 0.0468224
14 0.038502
15 0.0342571
16 0.032407
17 0.0320526
18 0.0291775
19 0.0262173
20 0.0231857
EOD

$data6 << EOD
0 0.327721
20.9 0.327721
EOD
set multiplot layout 1,2 title 'An eigenvalue above s² is worth a coordinate' noenhanced font 'sans,16'

set title 'all digits, section 8.3' font 'sans,13' textcolor '#222222'
set xlabel 'index j' textcolor '#333333'
set xrange [0:20.9]
set format x '%.6g'
set ylabel 'eigenvalue λ' textcolor '#333333'
set logscale y
set yrange [0.0099999:3]
set ytics ('0.01' 1e-2, '' 2e-2 1, '' 3e-2 1, '' 4e-2 1, '' 5e-2 1, '' 6e-2 1, '' 7e-2 1, '' 8e-2 1, '' 9e-2 1, '0.1' 1e-1, '' 2e-1 1, '' 3e-1 1, '' 4e-1 1, '' 5e-1 1, '' 6e-1 1, '' 7e-1 1, '' 8e-1 1, '' 9e-1 1, '1' 1e0, '' 2e0 1, '' 3e0 1)
set key inside right top vertical opaque Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data1 using 1:2 with lines linewidth 1 dashtype 1 linecolor '#A00072B2' notitle, \
  $data2 using 1:2 with points pointtype 7 pointsize 0.7 linecolor '#0072B2' title 'eigenvalues', \
  $data3 using 1:2 with lines linewidth 1.5 dashtype (6,4) linecolor '#D55E00' title 'best s²'

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

set title 'section 8.5' font 'sans,13' textcolor '#222222'
set xlabel 'index j' textcolor '#333333'
set xrange [0:20.9]
set format x '%.6g'
set ylabel 'eigenvalue λ' textcolor '#333333'
set logscale y
set yrange [0.0099999:3]
set ytics ('0.01' 1e-2, '' 2e-2 1, '' 3e-2 1, '' 4e-2 1, '' 5e-2 1, '' 6e-2 1, '' 7e-2 1, '' 8e-2 1, '' 9e-2 1, '0.1' 1e-1, '' 2e-1 1, '' 3e-1 1, '' 4e-1 1, '' 5e-1 1, '' 6e-1 1, '' 7e-1 1, '' 8e-1 1, '' 9e-1 1, '1' 1e0, '' 2e0 1, '' 3e0 1)
set key inside right top vertical opaque Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data4 using 1:2 with lines linewidth 1 dashtype 1 linecolor '#A00072B2' notitle, \
  $data5 using 1:2 with points pointtype 7 pointsize 0.7 linecolor '#0072B2' title 'eigenvalues', \
  $data6 using 1:2 with lines linewidth 1.5 dashtype (6,4) linecolor '#D55E00' title 's², held'
unset multiplot
set output

# ch07-five-samples: Five samples: mostly too low
# The score of forty held-out digits from five samples less the score from 200, with the standard errors that the five report. Points hang below the line more than they rise above it: that is the bias.
# Redraw in this file's folder: gnuplot ch07-five-samples.gp

reset
set encoding utf8
set terminal svg size 720,450 noenhanced font 'sans,13' background '#ffffff' name 'ch07_five_samples'
set output 'ch07-five-samples.svg'
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
-0.56 0
41.56 0
EOD

$data2 << EOD
1 -1.20455 0.864515
2 -1.03039 0.715237
3 -0.390867 0.577317
4 -1.13734 0.538635
5 -1.18445 0.154503
6 -0.461833 0.286498
7 -0.300546 0.307273
8 0.0964648 0.333109
9 -1.05315 0.512422
10 -0.610224 0.640711
11 0.199892 0.486969
12 -2.99879 0.540821
13 -1.01322 0.574296
14 -0.810692 0.163432
15 -0.905086 0.689015
16 -2.40953 0.434263
17 -0.255816 0.346124
18 0.699381 0.682839
19 -0.547103 0.231972
20 -0.0920576 0.386854
21 -0.741106 0.216071
22 -1.98375 0.243932
23 -0.0997092 0.628162
24 -1.9348 0.468431
25 0.186933 0.614811
26 0.234557 0.734434
27 0.310174 0.718488
28 -0.715638 0.274642
29 0.108899 0.357555
30 -0.294987 0.608209
31 -0.165601 0.436929
32 -4.18031 0.594466
33 -1.32982 0.544091
34 -0.00529112 0.318323
35 -0.396777 0.122799
36 0.123897 0.279851
37 -0.702914 0.371786
38 -0.253475 0.581633
39 -0.489415 0.555927
40 -0.544239 0.300953
EOD

set title 'Five samples: mostly too low' font 'sans,16' textcolor '#222222'
set xlabel 'digits in order of score' textcolor '#333333'
set xrange [-0.56:41.56]
set format x '%.6g'
set ylabel 'five samples less 200 (nats)' textcolor '#333333'
set yrange [-5.1442:1.75164]
set format y '%.6g'
set key inside right bottom vertical opaque Left reverse samplen 2.5 spacing 1.25 textcolor '#333333'
plot $data1 using 1:2 with lines linewidth 1.5 dashtype (6,4) linecolor '#333333' title '200 samples', \
  $data2 using 1:2:3 with yerrorbars linewidth 1.5 pointtype 7 pointsize 0.7 linecolor '#D55E00' title 'five samples'
set output

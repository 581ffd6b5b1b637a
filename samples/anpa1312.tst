W1204-----
r a BC-US--Orchard Frost       04-17 0140
^BC-US--Orchard Frost, 1st Ld-Writethru,140<
^Late frost spares the orchards of Kesten Valley<
^Eds: Updates with quote. With KW Photos.<
^By DORA HALL=
^Kesten Wire=
	   KESTEN VALLEY (KW) _ A late frost on Wednesday spared the orchards of the valley, growers said. 
	   ``We lit every stove we own,'' said grower Milo Reeve. ``The blossom is still on the trees.'' 
	   ___ 
	   Temperatures fell to minus two degrees before sunrise. 
	   KW-WF-04-17-24 1512GMT<



W1205sport
s f BC-ROW--River Race         04-17 0060
^BC-ROW--River Race,60<
^Alder crew wins river race by a length<
	   PORT ALDER (KW) _ The Alder crew won the river race by a length on Wednesday. 
	   The water was cold and the crowd was not. 
	   KW-WF-04-17-24 1730GMT<



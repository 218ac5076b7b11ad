# Turns carparts.csv (part_no,month,quantity) into files for aftersales-load, in folder `dir`.
# Stated rule: the k-th part by number (from 0) belongs to station R<k mod 5>; assembly if k mod 11 = 0, else wear or common by k mod 2;
# order cycle 0 and lead time 0 if k mod 13 = 0, else 7 + k mod 3 * 7 and 3 + k mod 5 days; price 5 + k mod 40.
# A month's quantity is one counter sale on its first day; months without one write nothing. Depot D serves all stations.
BEGIN {
	FS = OFS = ","
	print "dealer_code,name,kind,depot_code" >(dir "/dealer.csv")
	print "D,depot,depot," >(dir "/dealer.csv")
	for (i = 0; i < 5; i++)
		print "R" i ",station " i ",station,D" >(dir "/dealer.csv")
	print "part_no,name,attribute,price,order_cycle,lead_time" >(dir "/part.csv")
	print "dealer_code,sale_no,line_no,sold_on,part_no,quantity,unit_price" >(dir "/counter_sale.csv")
	k = -1
}
NR > 1 && $1 != part {
	k++
	part = $1
	print part, "part " part, k % 11 == 0 ? "assembly" : k % 2 ? "wear" : "common", 5 + k % 40, \
		k % 13 ? 7 + k % 3 * 7 : 0, k % 13 ? 3 + k % 5 : 0 >(dir "/part.csv")
}
NR > 1 && $3 > 0 {
	print "R" k % 5, "S" NR, 1, $2 "-01", $1, $3, 5 + k % 40 >(dir "/counter_sale.csv")
}

# Turns cdnow_sample.csv (customer_id,purchased_on,quantity,amount) into files for aftersales-load, in folder `dir`.
# Stated rule: a customer is a vehicle, of station R<number mod 3>; a purchase is a visit there, numbered by its line in the file.
BEGIN {
	FS = OFS = ","
	print "dealer_code,name,kind" >(dir "/dealer.csv")
	for (i = 0; i < 3; i++)
		print "R" i, "station " i, "station" >(dir "/dealer.csv")
	print "vehicle_no,dealer_code" >(dir "/vehicle.csv")
	print "dealer_code,visit_no,vehicle_no,kind,opened_on,closed_on,amount" >(dir "/visit.csv")
}
NR > 1 {
	if (!seen[$1]++)
		print $1, "R" $1 % 3 >(dir "/vehicle.csv")
	print "R" $1 % 3, "W" NR, $1, "maintenance", $2, $2, $4 >(dir "/visit.csv")
}

"""Figures of the package lifetimes, for comparison.

lifetimes.py fit FILE       seconds of a BG/NBD fit of the customers of FILE (frequency, recency and tenure, parted by tabs)
lifetimes.py held_out FILE  fits each model to customers (the same, and visits of the 39 weeks after) and prints model|mean
                            absolute error|sum of the expected visits
"""
import sys
import time
import warnings

sys.path.pop(0)  # this file has the package's name
warnings.simplefilter("ignore")
import numpy
import lifetimes


def main():
    table = numpy.loadtxt(sys.argv[2], unpack=True)
    if sys.argv[1] == "fit":
        start = time.perf_counter()
        lifetimes.BetaGeoFitter().fit(*table)
        print(time.perf_counter() - start)
        return
    for name, fitter in (
        ("bgnbd", lifetimes.BetaGeoFitter()),
        ("mbgnbd", lifetimes.ModifiedBetaGeoFitter()),
        ("pareto_nbd", lifetimes.ParetoNBDFitter()),
    ):
        fitter.fit(*table[:3])
        expected = fitter.conditional_expected_number_of_purchases_up_to_time(39, *table[:3])
        print("%s|%.4f|%.1f" % (name, numpy.abs(expected - table[3]).mean(), expected.sum()))


main()

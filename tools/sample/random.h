/*
 * random.h
 *		Random numbers of the sample network: splitmix64, integers only, so that every machine writes the same files.
 *
 * Each thing (a vehicle, a sale, ...) has a generator of its own, made from the seed, the kind of thing and its index.
 * So a thing does not depend on how many others there are, and nothing has to be kept in memory.
 */
#ifndef SAMPLE_RANDOM_H
#define SAMPLE_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

typedef struct Random
{
	uint64_t	state;
} Random;

/* Next 64 random bits (Steele, Lea, Flood 2014: SplitMix). */
static inline uint64_t
random_bits(Random *random)
{
	uint64_t	z = (random->state += UINT64_C(0x9E3779B97F4A7C15));

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

/* The generator of thing `index` of a kind (a letter). */
static inline Random
random_for(uint64_t seed, char kind, uint64_t index)
{
	Random		random = {seed};

	random.state = random_bits(&random) ^ ((uint64_t) kind << 56) ^ index;
	random.state = random_bits(&random);
	return random;
}

/* Integer from 0 to n - 1; 0 < n < 2^32. */
static inline int
random_below(Random *random, int n)
{
	return (int) (((random_bits(random) >> 32) * (uint64_t) n) >> 32);
}

/* Integer from low to high, both included. */
static inline int
random_between(Random *random, int low, int high)
{
	return low + random_below(random, high - low + 1);
}

/* True in `percent` of 100 cases. */
static inline bool
random_percent(Random *random, int percent)
{
	return random_below(random, 100) < percent;
}

#endif

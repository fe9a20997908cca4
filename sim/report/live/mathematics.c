// exp, log, pow and sqrt for WebAssembly, so that a page calls nothing of its browser and every browser counts alike.
//
// pow and its tables are those of musl, which come with ziglang: Copyright (c) 2018, Arm Limited, MIT licence. exp and
// log are its two halves: within 0.52 and 0.501 units in the last place, as the mathematical libraries of most systems.

#include "pow.c"

double exp(double x)
{
	if (x != x || x == INFINITY)
		return x;
	return x == -INFINITY ? 0.0 : exp_inline(x, 0.0, 0);
}

double log(double x)
{
	uint64_t bits = asuint64(x);
	double tail;

	if (x == 0.0)
		return -INFINITY;
	if (x != x || x == INFINITY)
		return x;
	if (bits >> 63)
		return NAN;
	if (bits >> 52 == 0)  // subnormal
		bits = asuint64(x * 0x1p52) - (52ULL << 52);
	return bits == asuint64(1.0) ? 0.0 : log_inline(bits, &tail);
}

double sqrt(double x)
{
	return __builtin_sqrt(x);
}

double fabs(double x)
{
	return __builtin_fabs(x);
}

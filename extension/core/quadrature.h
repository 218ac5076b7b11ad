/*-------------------------------------------------------------------------
 *
 * quadrature.h
 *		Gauss-Legendre quadrature with 16 nodes on [-1, 1].
 *
 * Of an integrand whose logarithm changes by up to AFTERSALES_PANEL_DROP over
 * a panel, and which has no singularity nearer than twice half the panel's
 * length, all digits of a double are right.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AFTERSALES_QUADRATURE_H
#define AFTERSALES_QUADRATURE_H

#define AFTERSALES_NODES 16
#define AFTERSALES_PANEL_DROP 12.0

extern const double aftersales_node[AFTERSALES_NODES];
extern const double aftersales_weight[AFTERSALES_NODES];

#endif							/* AFTERSALES_QUADRATURE_H */

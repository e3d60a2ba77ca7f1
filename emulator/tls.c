// SPDX-License-Identifier: Apache-2.0
#include "tls.h"

#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <time.h>

#define PEM_CEILING 16384
#define DAY 86400

static int describe(gnutls_x509_crt_t crt, gnutls_x509_privkey_t key)
{
	static const unsigned char loopback[] = {127, 0, 0, 1};
	static const char name[] = "epmm-emulator";
	static const char host[] = "localhost";
	unsigned char serial[16], id[64];
	size_t id_size = sizeof id;
	time_t now = time(NULL);
	int e = gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof serial);
	serial[0] = (serial[0] & 0x3f) | 0x40; // positive and of full length
	if (e == 0)
		e = gnutls_x509_crt_set_version(crt, 3);
	if (e == 0)
		e = gnutls_x509_crt_set_serial(crt, serial, sizeof serial);
	if (e == 0)
		e = gnutls_x509_crt_set_activation_time(crt, now - DAY);
	if (e == 0)
		e = gnutls_x509_crt_set_expiration_time(crt, now + 90 * DAY);
	if (e == 0)
		e = gnutls_x509_crt_set_dn_by_oid(crt, GNUTLS_OID_X520_COMMON_NAME, 0, name, sizeof name - 1);
	if (e == 0)
		e = gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_IPADDRESS, loopback, sizeof loopback, GNUTLS_FSAN_SET);
	if (e == 0)
		e = gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_DNSNAME, host, sizeof host - 1, GNUTLS_FSAN_APPEND);
	if (e == 0)
		e = gnutls_x509_crt_set_basic_constraints(crt, 1, 0);
	if (e == 0)
		e = gnutls_x509_crt_set_key_usage(crt, GNUTLS_KEY_DIGITAL_SIGNATURE | GNUTLS_KEY_KEY_CERT_SIGN);
	if (e == 0)
		e = gnutls_x509_crt_set_key_purpose_oid(crt, GNUTLS_KP_TLS_WWW_SERVER, 0);
	if (e == 0)
		e = gnutls_x509_crt_set_key(crt, key);
	if (e == 0)
		e = gnutls_x509_crt_get_key_id(crt, 0, id, &id_size);
	if (e == 0)
		e = gnutls_x509_crt_set_subject_key_id(crt, id, id_size);
	return e ? e : gnutls_x509_crt_sign2(crt, crt, key, GNUTLS_DIG_SHA256, 0);
}

static int take(int e, gnutls_datum_t *pem, struct bytes *out)
{
	if (e == 0) {
		bytes_add(out, (const char *)pem->data, pem->size);
		bytes_char(out, '\0');
		if (out->failed)
			e = GNUTLS_E_MEMORY_ERROR;
		else
			out->len--;
		gnutls_free(pem->data);
	}
	return e;
}

const char *tls_make(struct bytes *certificate, struct bytes *key)
{
	gnutls_x509_crt_t crt = NULL;
	gnutls_x509_privkey_t private = NULL;
	gnutls_datum_t pem;
	int e = gnutls_x509_crt_init(&crt);
	bytes_init(certificate, PEM_CEILING);
	bytes_init(key, PEM_CEILING);
	if (e == 0)
		e = gnutls_x509_privkey_init(&private);
	if (e == 0)
		e = gnutls_x509_privkey_generate(private, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
	if (e == 0)
		e = describe(crt, private);
	if (e == 0)
		e = take(gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_PEM, &pem), &pem, certificate);
	if (e == 0)
		e = take(gnutls_x509_privkey_export2_pkcs8(private, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &pem), &pem,
		         key);
	if (crt)
		gnutls_x509_crt_deinit(crt);
	if (private)
		gnutls_x509_privkey_deinit(private);
	return e ? gnutls_strerror(e) : NULL;
}

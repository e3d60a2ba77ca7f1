# epmm_options: what every target of this project is compiled with.
add_library(epmm_options INTERFACE)

# Assertions stay in every build: the suite would rather stop than tell a wrong verdict.
target_compile_options(epmm_options INTERFACE
	-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
	-Wvla -Wformat=2 -Wundef -Werror
	-UNDEBUG
	"-fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=")

target_compile_definitions(epmm_options INTERFACE
	_GNU_SOURCE
	"EPMM_VERSION=\"${PROJECT_VERSION}\""
	"EPMM_SOURCE_DIR=\"${PROJECT_SOURCE_DIR}\"")

if(EPMM_SANITIZE)
	target_compile_options(epmm_options INTERFACE
		"-fsanitize=${EPMM_SANITIZE}" -fno-sanitize-recover=all -fno-omit-frame-pointer)
	target_link_options(epmm_options INTERFACE "-fsanitize=${EPMM_SANITIZE}")
else()
	target_compile_options(epmm_options INTERFACE
		-fstack-protector-strong -fstack-clash-protection -fcf-protection
		$<$<CONFIG:Release>:-U_FORTIFY_SOURCE>
		$<$<CONFIG:Release>:-D_FORTIFY_SOURCE=3>)
	target_link_options(epmm_options INTERFACE -pie -Wl,-z,relro,-z,now -Wl,--as-needed)
endif()

if(EPMM_COVERAGE)
	target_compile_options(epmm_options INTERFACE --coverage)
	target_link_options(epmm_options INTERFACE --coverage)
endif()

if(EPMM_FUZZ)
	target_compile_options(epmm_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

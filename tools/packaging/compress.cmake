# Packs the manual pages and changelogs of the trees that become packages.
set(share ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/*${CPACK_PACKAGING_INSTALL_PREFIX}/share)
file(GLOB texts ${share}/man/man1/*.1 ${share}/doc/*/changelog*)
if(NOT texts)
  message(FATAL_ERROR "no manual pages in ${share}")
endif()
execute_process(COMMAND gzip -9nf ${texts} COMMAND_ERROR_IS_FATAL ANY)

"""Invented names. Any likeness to a person is chance."""

GIVEN = (
    "Adriana Alma Amara Ana Andre Angela Anthony Araceli Aurora Beatriz Benjamin Brenda Brian Camila Carlos Carmen "
    "Cecilia Christina Claudia Cynthia Daniel Danielle David Denise Diana Diego Dolores Eduardo Elena Elias Elisa "
    "Emilia Emmanuel Erica Esperanza Esteban Eva Fatima Felipe Fernando Gabriela Gloria Grace Graciela Guadalupe "
    "Hannah Hector Imani Irene Isabel Ivan Jacqueline Jamal James Jasmine Javier Jerome Jessica Joaquin Jordan Jorge "
    "Josefina Joy Julia Karen Keisha Kevin Laura Leticia Liliana Linda Lorena Lucia Luis Malik Manuel Marcus Maria "
    "Mariana Marisol Martha Mateo Maya Melissa Michael Miguel Monica Nadia Naomi Natalia Nicole Noemi Norma Olivia "
    "Omar Pablo Patricia Paula Priya Rafael Raquel Rebecca Renee Ricardo Roberto Rocio Rosa Ruben Ruth Salvador Samuel "
    "Sandra Sara Sergio Silvia Simone Sofia Sonia Stephanie Susana Tamara Teresa Thomas Tiana Valeria Vanessa Veronica "
    "Victor Vincent Violeta Xavier Yesenia Yolanda Yvette Zoe"
).split()

FAMILY = (
    "Acosta Aguilar Alvarado Amaya Anaya Aragon Arias Avila Banks Barrera Bautista Beltran Benitez Bowman Brooks Bustos "
    "Cabrera Calderon Campos Cardenas Carranza Carter Castellanos Castro Cervantes Chavez Cho Coleman Contreras Cordova "
    "Cortez Cruz Davenport Delgado Diaz Dominguez Duarte Ellis Escobar Espinoza Estrada Farias Figueroa Fleming Flores "
    "Franklin Fuentes Galindo Gallegos Garner Garza Guerra Gutierrez Guzman Harper Hayes Henderson Hernandez Herrera "
    "Hidalgo Hughes Ibarra Jackson Jimenez Juarez Kang Kim Lara Lawson Leon Lewis Lozano Lugo Macias Maldonado Marin "
    "Marquez Mason Medina Mejia Mendoza Meza Miranda Molina Montes Montoya Morales Moreno Munoz Navarro Nguyen Nolasco "
    "Ochoa Ojeda Olivares Ortega Osborne Pacheco Padilla Palacios Park Parra Pena Peralta Perry Pineda Quintero Ramos "
    "Rangel Reeves Reyes Rios Rivas Rivera Robles Rocha Rojas Rosales Rubio Ruiz Salas Salazar Sandoval Santana Serrano "
    "Simmons Solis Soto Sterling Suarez Tapia Terry Torres Trejo Trujillo Valdez Valencia Vargas Vasquez Vega Velasco "
    "Villa Walker Washington Watkins West Whitfield Wong Yang Ybarra Young Zamora Zavala Zuniga"
).split()
